"""`matchpath serve` answers the person at this machine, and nobody else."""

import io
import json
import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
import serving
from visitor import DAY
from worlds import SMALL, outcome_of_case, small, small_case

from engine.output import plan_json
from engine.web.kept import Kept, packed, unpacked

server = pytest.importorskip("engine.web.server", reason="Flask is not installed")

SECRET = "a-secret"
ROOT = f"/{SECRET}/"
PLACE = "http://127.0.0.1:5555"
KEPT = packed(Kept({"place": "abroad", "nerves": "shaken"}))


@pytest.fixture
def client():
    return server.application(small(), SECRET, DAY).test_client()


def get(client, path="", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(ROOT + path, base_url=PLACE, headers=named)


def send(client, path, data, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(ROOT + path, base_url=PLACE, data=data, headers=named)


def test_an_answer_goes_into_a_cookie_and_leads_on(client):
    response = send(client, "question/place", {"answer": "abroad"}, Origin=PLACE)
    assert (response.status_code, response.location) == (303, f"{ROOT}question/police")
    cookie = response.headers["Set-Cookie"]
    kept, _, bounds = cookie.partition("; ")
    assert unpacked(kept.removeprefix("kept="), small()).answers == {"place": "abroad"}
    assert bounds == f"HttpOnly; Path={ROOT}; SameSite=Strict"


def test_the_cookie_ends_with_the_browser_or_when_it_is_erased(client):
    send(client, "question/place", {"answer": "abroad"})
    response = send(client, "erase", {})
    assert response.headers["Set-Cookie"].startswith("kept=; Expires=Thu, 01 Jan 1970")
    assert client.get_cookie("kept", "127.0.0.1", ROOT) is None


@pytest.mark.parametrize("path", ["", "question/place", "plan", "plan.json", "nix", "question/%00"])
def test_every_response_tells_the_browser_to_store_load_and_send_nothing(client, path):
    headers = get(client, path).headers
    policy = headers.pop("Content-Security-Policy")
    assert re.sub(r"sha256-[\w+/=]+", "sha256-…", policy) == (
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-…'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    held = ("Cache-Control", "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options")
    assert [headers[name] for name in held] == ["no-store", "no-referrer", "nosniff", "DENY"]


@pytest.mark.parametrize(
    "host",
    ["example.org", "example.org:5555", "127.0.0.1", "127.0.0.1:80", "localhost", "[::1]:5555", "0.0.0.0:5555", "127.0.0.1:5555.example.org", "a b", ""],
)  # fmt: skip
def test_another_name_than_this_machines_is_misdirected(client, host):
    assert get(client, Host=host).status_code in (400, 421)
    assert send(client, "erase", {}, Host=host).status_code in (400, 421)


def test_this_machine_has_two_names(client):
    for host in ("127.0.0.1:5555", "localhost:5555"):
        assert get(client, Host=host).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"}, {"Origin": "http://127.0.0.1:8000"}, {"Origin": "null"},
        {"Origin": "https://127.0.0.1:5555"}, {"Origin": "http://localhost:5555"}, {"Origin": "x"},
        {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}, {"Sec_Fetch_Site": "x"},
        {"Origin": "null", "Sec_Fetch_Site": "cross-site"}, {"Origin": "null", "Sec_Fetch_Site": "none"},
        {"Origin": PLACE, "Sec_Fetch_Site": "cross-site"},
    ],
)  # fmt: skip
def test_what_another_site_sends_is_refused_and_changes_nothing(client, headers):
    send(client, "question/place", {"answer": "abroad"})
    response = send(client, "erase", {}, **headers)
    assert (response.status_code, "Set-Cookie" in response.headers) == (403, False)
    assert client.get_cookie("kept", "127.0.0.1", ROOT) is not None


def test_a_page_of_our_own_may_send_with_or_without_its_name(client):
    for headers in ({}, {"Origin": PLACE}, {"Origin": "null", "Sec_Fetch_Site": "same-origin"}):
        assert send(client, "erase", {}, **headers).status_code == 303


@pytest.mark.parametrize(
    "path", ["/", "/plan", "/a-secre/", "/a-secrets/", "/A-SECRET/", "/../a-secret/", "//a-secret/"]
)
def test_without_the_path_of_this_run_there_is_nothing(client, path):
    response = client.get(path, base_url=PLACE)
    assert response.status_code in (404, 308)
    assert b"passport" not in response.data


@pytest.mark.parametrize(
    "path",
    ["..", "../", "%2e%2e/%2e%2e/etc/passwd", "question/%2e%2e/plan", "question//place", "%00", "%ff", "plan%0d%0aX: y", "question/place?answer=airport", "x" * 5_000],
)  # fmt: skip
def test_a_strange_path_is_a_page_or_none(client, path):
    assert get(client, path).status_code in (200, 303, 308, 404)


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "A" * 3_900, "eJw", KEPT[:-3], "\\", "%00", '"a;b"', "é", "../../etc", "kept"],
)  # fmt: skip
def test_a_strange_cookie_is_no_answers(client, cookie):
    client.set_cookie("kept", cookie, path=ROOT, domain="127.0.0.1")
    response = get(client, "next")
    assert (response.status_code, response.location) == (303, f"{ROOT}question/place")


def test_a_body_of_more_than_64_kb_is_too_much(client):
    big = "x" * 70_000
    assert send(client, "question/place", {"answer": big}).status_code == 413
    assert send(client, "open", {"case": (_file(big), "me.yaml")}).status_code == 413
    assert send(client, "question/place", {f"a{n}": "b" for n in range(2_000)}).status_code in (
        404,
        413,
        422,
    )


def _file(text):
    return io.BytesIO(text.encode())


def test_a_case_file_is_opened(client):
    text = small_case("airport-lost").read_text()
    response = send(client, "open", {"case": (_file(text), "me.yaml")})
    assert (response.status_code, response.location) == (303, f"{ROOT}answers")
    assert send(client, "open", {"case": (_file("\xff\x00"), "x")}).status_code == 422


@pytest.mark.parametrize("method", ["put", "delete", "options", "patch", "trace"])
def test_nothing_but_reading_and_sending_is_answered(client, method):
    response = getattr(client, method)(ROOT, base_url=PLACE)
    assert response.status_code == 405
    assert response.text == "That did not work. Go back and try again.\n"


def test_a_fault_that_nobody_foresaw_is_a_sentence_and_no_traceback(client, monkeypatch, capfd):
    def fails(*_):
        raise RuntimeError("shaken")

    monkeypatch.setattr(server, "respond", fails)
    response = get(client, "question/nerves")
    assert (response.status_code, response.text) == (
        500,
        "That did not work. Go back and try again.\n",
    )
    assert capfd.readouterr() == ("", "")


def test_no_answer_is_in_a_header_but_the_cookie_packed(client):
    outcome = outcome_of_case(small_case("shaken-abroad"))
    client.set_cookie("kept", packed(Kept(outcome.answers)), path=ROOT, domain="127.0.0.1")
    said = ""
    for path in ("next", "answers", "plan", "plan.json", "me.yaml", "path.svg", "support", "done"):
        said += str(get(client, path).headers)
    said += str(send(client, "question/nerves", {"answer": "shaken"}).headers)
    for word in ("shaken", "freedonia", "abroad", "tight"):
        assert word not in said.lower()


def test_eight_at_once_each_get_their_own_plan():
    cases = [outcome_of_case(small_case(name)) for name in ("late-abroad", "airport-lost")] * 4

    def ask(outcome, address):
        cookie = f"kept={packed(Kept(outcome.answers, today=outcome.today))}"
        request = urllib.request.Request(f"{address}plan.json", headers={"Cookie": cookie})
        bodies = set()
        for _ in range(3):
            with urllib.request.urlopen(request) as response:
                bodies.add((response.status, response.read()))
        return bodies

    with serving.served(SMALL) as (address, _), ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(ask, cases, [address] * len(cases)))
    assert replies == [{(200, _plan(outcome))} for outcome in cases]


def _plan(outcome):
    return (json.dumps(plan_json.to_json(outcome), indent=2, ensure_ascii=False) + "\n").encode()
