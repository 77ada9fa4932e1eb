import time, sys
from dataclasses import replace
from pathlib import Path
import numpy as np
from PIL import Image
from engine.pixels import Held, Pixels
from imaging.adjustments import Adjustments
from imaging.compositor import draw
from imaging.decode import decode
from imaging.layers import *
from imaging.options import Region
from segmentation.refine import refine
from imaging import filters, tone
from imaging.filters import View
from imaging.preview import render_preview
def run(rounds, path="/photo.jpg"):
    photo = decode(Path(path).read_bytes(), "photo.jpg")
    y, x = np.mgrid[-1:1:320j, -1:1:320j]
    mask = np.clip((0.6 - np.hypot(x, y)) * 20, 0, 1).astype(np.float32)
    held, pixels = Held(photo), Pixels(lambda text, scale: Image.new("RGBA", (1, 1)))
    held.keep(refine(photo.image, mask)); pixels.held["photo"] = held
    W,H = photo.width, photo.height
    layers=[Layer("backdrop", Fill("linear"), Placement()), Layer("shadow-1", Shadow("cutout"), opacity=.4), Layer("cutout", Raster("photo",W,H,"cutout"), centred(W,H))]
    for i,k in enumerate(("rectangle","ellipse","triangle","star","arrow","rectangle")):
        layers.append(Layer(f"s{i}", Shape(k,500,300,f"#{40*i:02x}7080",line=30), Placement(300+600*i,400+380*i,rotation=15*i), opacity=.9))
    scene=Scene(W,H,tuple(layers)); R=Region(0,0,W,H); S=(1020,765)
    out=[]
    def t(name,f,n=5):
        f(); ts=[]
        for _ in range(n):
            a=time.perf_counter(); f(); ts.append((time.perf_counter()-a)*1000)
        out.append((name,[round(v,1) for v in ts]))
    t("all memo", lambda: render_preview(pixels,scene,R,S,pixels.memo))
    c=[0]
    def slide(name):
        def f():
            c[0]+=1
            v=Adjustments(**{name: (c[0]%40)+1.0 if name!="exposure" else (c[0]%40)/20})
            ls=tuple(replace(l,adjustments=v) if l.id=="cutout" else l for l in scene.layers)
            render_preview(pixels,replace(scene,layers=ls),R,S,pixels.memo)
        return f
    for n in ("exposure","vibrance","sharpen","denoise"): t("slide "+n, slide(n),6)
    from imaging.resample import resample
    im=resample(held.subject,R,S)
    v=View((W,H),S[0]/W)
    t("toned exposure", lambda: tone.toned(im, Adjustments(exposure=(c.__setitem__(0,c[0]+1) or c[0]%50/20+.01))))
    t("toned vibrance", lambda: tone.toned(im, Adjustments(vibrance=(c.__setitem__(0,c[0]+1) or c[0]%50+1.0))))
    t("sharpen", lambda: filters.sharpen(im,40,v)); t("denoise", lambda: filters.denoise(im,40,v))
    t("convert RGB", lambda: im.convert("RGB")); t("getA", lambda: im.getchannel("A"))
    rgb=im.convert("RGB"); L=rgb.convert("L"); A=im.getchannel("A")
    t("to L", lambda: rgb.convert("L")); t("YCC", lambda: rgb.convert("YCbCr")); t("split", lambda: rgb.split())
    t("smooth L A", lambda: filters.smooth(L,A,.3)); t("smooth L", lambda: filters.smooth(L,None,.3))
    RGBA=im.copy(); RGBa=im.convert("RGBa")
    t("RGBA->RGBa", lambda: RGBA.convert("RGBa")); t("RGBa->RGBA", lambda: RGBa.convert("RGBA"))
    t("gauss3 RGBa .5", lambda: filters._gauss(RGBa,.5)); t("halved RGBa 1.5", lambda: filters._halved(RGBa,1.5))
    t("subtract", lambda: filters.ImageChops.subtract(rgb,rgb,1,128)); t("add", lambda: filters.ImageChops.add(rgb,rgb,1,-128)); t("composite", lambda: Image.composite(rgb,rgb,A))
    t("merge3", lambda: Image.merge("RGB",[L]*3)); t("putalpha", lambda: rgb.putalpha(A) if rgb.mode=="RGB" and False else Image.merge("RGBA",(*rgb.split()[:3],A)))
    t("point L", lambda: L.point([i for i in range(256)])); t("diff", lambda: filters.ImageChops.difference(L,L))
    t("lut3d", lambda: rgb.filter(tone._table(Adjustments(vibrance=20)) if hasattr(tone,'_table') else filters.ImageFilter.GaussianBlur(0)))
    t("asarray rgba", lambda: np.asarray(rgb.convert("RGBA")))
    return out
