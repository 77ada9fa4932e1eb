"""Curves against scipy's splines; scipy is not in the browser's Python."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.interpolate import CubicHermiteSpline

from imaging.curves import Points, slopes, value


def test_a_curve_is_the_hermite_spline_of_its_slopes() -> None:
    curve: Points = ((0, 20), (60, 40), (130, 180), (255, 230))
    spline = CubicHermiteSpline(*np.array(curve).T, slopes(curve))
    assert all(value(curve, x) == pytest.approx(float(spline(x)), abs=1e-9) for x in range(256))
