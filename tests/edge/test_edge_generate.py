"""The function `generate` as a browser sees it: real Deno, real PostgreSQL, vendors' stand-ins."""

from __future__ import annotations

import hashlib
import io
import uuid

import pytest
from PIL import Image

from tests.edge.backend import Backend, Event, Person, until, wish
from tools.stack.vendors import UNSAFE, Trouble, Vendor

MODELS = ("gpt-image-1", "flux-kontext", "sdxl")


def named(events: list[Event], name: str) -> list[Event]:
    """The events of one name."""
    return [event for event in events if event.name == name]


def vendor(backend: Backend, model: str) -> Vendor:
    """The stand-in behind a model."""
    stack = backend.stack
    vendors: dict[str, Vendor] = {"gpt-image-1": stack.openai, "flux-kontext": stack.bfl, "sdxl": stack.stability}
    return vendors[model]


def rested(backend: Backend, person: Person) -> None:
    """One good image from each model, so that no circuit is open."""
    for model in MODELS:
        backend.generate(person, model=model)


@pytest.mark.parametrize("model", MODELS)
def test_an_image_streams_back_whole_and_is_paid_once(backend: Backend, model: str) -> None:
    person = backend.person()
    before = backend.balance(person)
    events = backend.generate(person, model=model, aspect="3:2")
    names = [event.name for event in events]
    assert names[0] == "route"
    assert names[-2:] == ["image", "done"]
    assert "progress" in names
    picture = Image.open(io.BytesIO(named(events, "image")[0].picture()))
    picture.load()
    assert picture.width > picture.height
    done = events[-1].data
    assert done["charged"] == events[0].data["credits"] == before - backend.balance(person)
    assert done["balance"] == backend.balance(person)
    assert backend.held(person) == 0


@pytest.mark.parametrize("model", MODELS)
def test_the_bytes_are_the_vendors_own(backend: Backend, model: str) -> None:
    noise = b"".join(hashlib.sha256(bytes([at % 251, at // 251])).digest() for at in range(40_000))
    vendor(backend, model).picture = b"\x89PNG\r\n\x1a\n" + noise
    events = backend.generate(backend.person(), model=model)
    image = named(events, "image")[0]
    assert image.picture() == b"\x89PNG\r\n\x1a\n" + noise
    assert image.data["complete"] is True


def test_a_reader_that_stops_stops_the_vendor(backend: Backend) -> None:
    """Bytes are handed on as they are taken: what nobody reads is not fetched, let alone kept. The four pictures are
    more than all the sockets' buffers on the way hold."""
    backend.stack.openai.picture = b"\x89PNG\r\n\x1a\n" + bytes(18_000_000)
    order = wish("A table", model="gpt-image-1", quality="draft", count=4)
    stream = backend.open("generate", order, backend.person().token)
    while not stream.answer.readline().startswith(b"event: image"):
        pass
    calls = backend.stack.openai.calls

    def sent() -> bool:
        return len(calls) == 4 and all(call.ended is not None for call in calls)

    assert not until(sent, 0.5), "the vendor could send everything"
    rest = stream.answer.read()
    stream.close()
    assert len(rest) > 96_000_000
    assert rest.count(b'"complete":true') == 4
    assert sent()


def test_partial_images_come_before_the_final_one(backend: Backend) -> None:
    events = backend.generate(backend.person(), model="gpt-image-1", quality="high")
    names = [event.name for event in events]
    assert names.count("partial") == 2
    assert names.index("image") > max(at for at, name in enumerate(names) if name == "partial")


def test_four_images_take_turns_and_seeds(backend: Backend) -> None:
    person = backend.person()
    events = backend.generate(person, model="sdxl", count=4, seed=100)
    images = named(events, "image")
    assert sorted(event.data["image"] for event in images) == [0, 1, 2, 3]
    assert sorted(event.data["seed"] for event in images) == [100, 101, 102, 103]
    assert events[-1].data["images"] == 4
    assert events[-1].data["charged"] == events[0].data["credits"]


def test_the_choice_is_explained_without_quoting_the_prompt(backend: Backend) -> None:
    events = backend.generate(backend.person(), prompt='A poster that says "Wintermarkt" in gold')
    route = events[0].data
    assert route["model"] == "gpt-image-1"
    assert "words" in route["because"]
    assert "Wintermarkt" not in str(route)


def test_the_same_key_is_never_charged_twice(backend: Backend) -> None:
    person = backend.person()
    order = wish("A wooden table", model="sdxl")
    first = backend.open("generate", order, person.token)
    assert [event.name for event in first.events()][-1] == "done"
    left = backend.balance(person)
    status, body = backend.call("generate", order, person.token)
    assert (status, body["code"]) == (409, "request/repeated")
    assert backend.balance(person) == left
    assert len(backend.stack.stability.calls) == 1


def test_the_same_key_of_another_person_is_another_request(backend: Backend) -> None:
    order = wish("A wooden table", model="sdxl")
    for person in (backend.person(), backend.person()):
        assert [event.name for event in backend.open("generate", order, person.token).events()][-1] == "done"


def test_too_few_credits_are_said_before_a_vendor_is_asked(backend: Backend) -> None:
    person = backend.person(credits=0)
    status, body = backend.call("generate", wish("Poster", model="gpt-image-1", quality="high", count=4), person.token)
    assert (status, body["code"]) == (402, "credits/too-few")
    assert body["price"] > body["balance"] == backend.balance(person)
    assert not backend.stack.openai.calls


def test_without_an_age_there_is_no_generation(backend: Backend) -> None:
    status, body = backend.call("generate", wish("A table"), backend.person(age=False).token)
    assert (status, body["code"]) == (403, "account/age")


@pytest.mark.parametrize("model", MODELS)
def test_a_refusal_is_a_clear_sentence_and_costs_nothing(backend: Backend, model: str) -> None:
    person = backend.person()
    before = backend.balance(person)
    events = backend.generate(person, prompt=f"A {UNSAFE}", model=model)
    error = events[-1]
    assert (error.name, error.data["code"], error.data["credits"]) == ("error", "moderation/refused", "released")
    assert "safety check" in error.data["error"]
    assert backend.balance(person) == before
    assert backend.rpc("my_generations", person)[0]["state"] == "refused"


def test_a_refusal_is_not_taken_to_another_model(backend: Backend) -> None:
    events = backend.generate(backend.person(), prompt=f"A poster with a {UNSAFE}")
    assert len(named(events, "route")) == 1


TROUBLES = [
    ("gpt-image-1", Trouble(status=400), "vendor/rejected"),
    ("gpt-image-1", Trouble(status=401), "vendor/unavailable"),
    ("gpt-image-1", Trouble(status=429), "vendor/busy"),
    ("gpt-image-1", Trouble(status=500), "vendor/failed"),
    ("gpt-image-1", Trouble("html"), "vendor/malformed"),
    ("gpt-image-1", Trouble("empty"), "vendor/truncated"),
    ("gpt-image-1", Trouble("half"), "vendor/truncated"),
    ("gpt-image-1", Trouble("hang"), "vendor/timeout"),
    ("gpt-image-1", Trouble("hang-midway"), "vendor/timeout"),
    ("gpt-image-1", Trouble("moderated-late"), "moderation/refused"),
    ("flux-kontext", Trouble(status=402), "vendor/unavailable"),
    ("flux-kontext", Trouble(status=403), "vendor/unavailable"),
    ("flux-kontext", Trouble(status=422), "vendor/rejected"),
    ("flux-kontext", Trouble(status=429), "vendor/busy"),
    ("flux-kontext", Trouble(status=503), "vendor/busy"),
    ("flux-kontext", Trouble("error"), "vendor/failed"),
    ("flux-kontext", Trouble("html"), "vendor/malformed"),
    ("flux-kontext", Trouble("wrong-type"), "vendor/malformed"),
    ("flux-kontext", Trouble("half"), "vendor/truncated"),
    ("flux-kontext", Trouble("hang"), "vendor/timeout"),
    ("sdxl", Trouble(status=400), "vendor/rejected"),
    ("sdxl", Trouble(status=500), "vendor/failed"),
    ("sdxl", Trouble("filtered"), "moderation/refused"),
    ("sdxl", Trouble("html"), "vendor/malformed"),
    ("sdxl", Trouble("half"), "vendor/truncated"),
    ("sdxl", Trouble("hang-midway"), "vendor/timeout"),
]


@pytest.mark.parametrize(("model", "trouble", "code"), TROUBLES, ids=lambda value: getattr(value, "kind", value))
def test_a_vendors_trouble_has_a_code_and_gives_the_credits_back(
    backend: Backend, model: str, trouble: Trouble, code: str
) -> None:
    person = backend.person()
    before = backend.balance(person)
    vendor(backend, model).trouble.append(trouble)
    events = backend.generate(person, model=model)
    assert events[-1].name == "error"
    assert (events[-1].data["code"], events[-1].data["credits"]) == (code, "released")
    assert all(event.data["complete"] is False for event in named(events, "image"))
    assert backend.balance(person) == before
    assert backend.held(person) == 0
    assert backend.rpc("my_generations", person)[0]["error_code"] == code
    assert backend.generate(person, model=model)[-1].name == "done", "one failure does not open the circuit"


ELSEWHERE = [
    "http://10.0.0.1/a.png",
    "https://10.0.0.1/a.png",
    "https://169.254.169.254/latest/meta-data",
    "https://2130706433/a.png",
    "https://0x7f.1/a.png",
    "https://[::1]/a.png",
    "https://[::ffff:10.0.0.1]/a.png",
    "https://localhost/a.png",
    "file:///etc/passwd",
    "data:image/png;base64,iVBORw0KGgo=",
    "https://user:secret@api.bfl.ai/a.png",
    "not an address",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_result_that_lies_elsewhere_is_not_fetched(backend: Backend, address: str) -> None:
    person = backend.person()
    backend.stack.bfl.trouble.append(Trouble("elsewhere", address=address))
    events = backend.generate(person, model="flux-kontext")
    assert (events[-1].data["code"], events[-1].data["credits"]) == ("vendor/address", "released")
    assert backend.generate(person, model="flux-kontext")[-1].name == "done"


def test_a_result_that_lies_at_our_own_services_is_not_fetched(backend: Backend) -> None:
    stack = backend.stack
    for address in (f"{stack.gateway_url}/rest/v1/prices", f"{stack.urls['stripe']}/"):
        seen = len(stack.services["stripe"].trace or ())
        stack.bfl.trouble.append(Trouble("elsewhere", address=address))
        assert backend.generate(backend.person(), model="flux-kontext")[-1].data["code"] == "vendor/address"
        assert len(stack.services["stripe"].trace or ()) == seen
        backend.generate(backend.person(), model="flux-kontext")


def test_a_redirect_of_the_result_is_not_followed(backend: Backend) -> None:
    backend.stack.bfl.trouble.append(Trouble("redirect", address=f"{backend.stack.gateway_url}/"))
    events = backend.generate(backend.person(), model="flux-kontext")
    assert events[-1].data["code"] == "vendor/rejected"
    backend.generate(backend.person(), model="flux-kontext")


def test_auto_falls_back_once_and_never_costs_more(backend: Backend) -> None:
    person = backend.person()
    rested(backend, person)
    before = backend.balance(person)
    backend.stack.bfl.trouble.append(Trouble(status=500))
    events = backend.generate(person, prompt="A photo of a marble counter")
    routes = named(events, "route")
    assert [route.data["fallback"] for route in routes] == [False, True]
    assert routes[0].data["model"] == "flux-kontext"
    assert events[-1].name == "done"
    assert events[-1].data["model"] == routes[1].data["model"]
    assert before - backend.balance(person) == routes[1].data["credits"] <= routes[0].data["credits"]
    assert backend.rpc("my_generations", person)[0]["model"] == routes[1].data["model"]


def test_after_the_first_byte_nothing_falls_back(backend: Backend) -> None:
    person = backend.person()
    rested(backend, person)
    backend.stack.bfl.trouble.append(Trouble("half"))
    events = backend.generate(person, prompt="A photo of a marble counter")
    assert len(named(events, "route")) == 1
    assert events[-1].data["code"] == "vendor/truncated"


def test_some_of_four_images_are_paid_when_others_fail(backend: Backend) -> None:
    person = backend.person()
    before = backend.balance(person)
    backend.stack.stability.trouble.extend([Trouble(status=500), Trouble("half")])
    events = backend.generate(person, model="sdxl", count=4)
    done = events[-1].data
    assert (events[-1].name, done["images"], done["missing"]) == ("done", 2, 2)
    assert done["code"].startswith("vendor/")
    assert before - backend.balance(person) == done["charged"] == events[0].data["credits"] // 2
    assert backend.rpc("my_generations", person)[0]["state"] == "partial"


def test_a_vendor_that_keeps_failing_is_left_alone(backend: Backend) -> None:
    person = backend.person()
    rested(backend, person)
    backend.stack.bfl.trouble.extend([Trouble(status=500)] * 3)
    for _ in range(3):
        backend.generate(person, model="flux-kontext")
    asked = len(backend.stack.bfl.calls)
    events = backend.generate(person, prompt="A photo of a marble counter")
    assert events[0].data["model"] != "flux-kontext"
    assert "out of order" in events[0].data["because"]
    assert len(backend.stack.bfl.calls) == asked
    # Who chooses a model gets it tried; one success closes the circuit.
    assert backend.generate(person, model="flux-kontext")[-1].name == "done"
    assert backend.generate(person, prompt="A photo of a marble counter")[0].data["model"] == "flux-kontext"


def test_a_database_that_goes_away_does_not_lose_the_image(backend: Backend) -> None:
    person = backend.person()
    before = backend.balance(person)
    backend.stack.stability.pause = 0.5
    try:
        stream = backend.open("generate", wish("A table", model="sdxl"), person.token)
        events = stream.events()
        assert next(events).name == "route"
        assert until(lambda: bool(backend.stack.stability.calls))
        backend.run(backend.stack.database.close())
        backend.stack.database.away = True
        rest = list(events)
    finally:
        backend.stack.database.away = False
        backend.stack.stability.pause = 0.02
    assert [event.name for event in rest][-2:] == ["image", "done"]
    assert rest[-1].data["settled"] == "pending"
    assert backend.held(person) > 0
    backend.sql("select public.credits_sweep('0 seconds')")
    assert (backend.balance(person), backend.held(person)) == (before, 0)


def test_a_kept_result_is_the_persons_alone(backend: Backend) -> None:
    person, other = backend.person(), backend.person()
    events = backend.generate(person, model="gpt-image-1", save=True)
    [path] = events[-1].data["saved"]
    [listed] = backend.rpc("saved_mine", person)
    picture = named(events, "image")[0].picture()
    assert (listed["path"], listed["bytes"]) == (path, len(picture))
    status, got = backend.gateway("GET", f"/storage/v1/object/authenticated/results/{path}", token=person.token)
    assert (status, got) == (200, picture)
    status, _ = backend.gateway("GET", f"/storage/v1/object/authenticated/results/{path}", token=other.token)
    assert status == 400
    assert backend.rpc("saved_mine", other) == []


def test_nothing_is_kept_unless_asked(backend: Backend) -> None:
    person = backend.person()
    backend.generate(person, model="sdxl")
    assert backend.rpc("saved_mine", person) == []
    assert backend.sql("select count(*) from storage.objects where name like %s", (f"{person.id}/%",)) == [(0,)]


def test_a_half_picture_is_not_kept(backend: Backend) -> None:
    person = backend.person()
    backend.stack.stability.trouble.append(Trouble("half"))
    backend.generate(person, model="sdxl", save=True)
    assert backend.rpc("saved_mine", person) == []
    backend.generate(person, model="sdxl")


def test_rates_are_limited_by_plan(backend: Backend) -> None:
    person = backend.person()
    orders = [wish("A table", model="sdxl", quality="draft") for _ in range(14)]
    answers = [backend.open("generate", order, person.token) for order in orders]
    refused = [answer.json() for answer in answers if answer.status == 429]
    for answer in answers:
        if answer.status == 200:
            list(answer.events())
    assert refused
    assert all(body["code"] == "rate/limited" and body["retry_after"] >= 1 for body in refused)


def test_request_ids_are_uuids(backend: Backend) -> None:
    route = backend.generate(backend.person(), model="sdxl")[0].data
    assert str(uuid.UUID(route["request"])) == route["request"]
