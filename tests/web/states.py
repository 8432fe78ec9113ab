"""Every page of the site in every state that it can be in: what the checkers of HTML and accessibility look at."""

import datetime
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

from flask import Flask
from werkzeug.serving import make_server

from index.article import Article
from index.errors import IndexUnfinishedError
from index.rebuild import rebuild
from search.request import MAX_RANK, Answer, SearchRequest
from search.whoosh_engine import WhooshEngine
from tests.sample import SAMPLES, write_jsonl
from tests.search.test_reprints import PRINTED
from tests.web import articles
from web.app import create_app
from web.settings import DEFAULTS, Settings

REPORT = "bls-2018-07-04-thong-tin-doi-ngoai"  # the id of the article that `dien bien hoa binh` finds first
FIRST_DAY = datetime.date(2001, 1, 1)
# More than can be paged through, of several hundred authors and some two months.
BRIEFS = tuple(
    Article(f"brief-{n}", f"Tin vắn số {n}", body=f"Mực nước sông hôm nay là {n} phân.",
            author=f"Người viết thứ {n % 300}", date=FIRST_DAY + datetime.timedelta(n % 70), source="Phố Lĩnh Online")
    for n in range(MAX_RANK + 5)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """A page: where it is, what of it shows that it is in this state, its status, and on which of the `sites` it is."""

    address: str
    shows: str
    status: int = 200
    site: str = "full"


STATES = {
    "home": State("/", "Bài mới nhất"),
    "results": State("/?q=dien+bien+hoa+binh", 'class="hits"'),
    "results in another order": State("/?q=duong&sort=oldest", 'aria-current="true">Cũ nhất'),
    "chips": State("/?q=duong&source=BLS&category=Kinh+tế&from=2016-01-01&to=2023-12-31&year=2018&year=2019",
                   "Xóa tất cả"),
    "filters alone": State("/?source=BLS", "Bỏ lọc nguồn"),
    "a middle page": State("/?q=tin+van&page=5", 'aria-current="page" href="/?q=tin+van&amp;page=5"'),
    "the last page that can be reached": State(f"/?q=tin+van&page={MAX_RANK // 10}", "Chỉ xem được 1.000"),
    "a page after the last": State("/?q=duong&page=90", "Không có trang 90"),
    "years": State("/?q=lua", "Số bài theo năm"),
    "months": State("/?q=lua&from=2018&to=2020", "Số bài theo tháng"),
    "days": State("/?q=tin+van&from=2001-01-01&to=2001-02-15", "Số bài theo ngày"),
    "reprints": State("/?q=suối", "2 báo khác đăng"),
    "relaxed": State("/?q=veo+gat+phan", "chứa ít từ hơn"),
    "did you mean": State("/?q=thong+tin+doi+ngoaii", "Có phải bạn muốn tìm"),
    "keystrokes": State("/?q=dieenx+bieens+hoaf+binhf", "Hiểu theo kiểu gõ Telex"),
    "an abbreviation": State("/?q=UBND+tỉnh", "Tìm cả <strong>UBND"),
    "something left out": State("/?q=*a*+từ:31/02/2018", 'class="notice"'),
    "markup in the texts": State("/?q=tan+cong", "&lt;script&gt;"),
    "nothing found": State("/?q=xyzzy", "Kiểm tra lại chính tả"),
    "nothing found, with choices": State('/?q="ngoai+doi+tin+thong"&source=BLS&from=2018-01-01', 'class="choices"'),
    "nothing found, with what no article has": State('/?q="mưa+xyzq"+lũ', "không bài nào có"),
    "nothing to look for": State("/?q=()", "Trong ngoặc đơn chưa có gì"),
    "a day": State("/?q=04/07/2018", "Mọi bài của 04/07/2018"),
    "another search than was typed": State("/?q=lua+year:2019", "Có thể bạn muốn"),
    "out of time": State("/?q=hoa+binh+linh+son", "vượt quá thời gian", site="hurried"),
    "an article": State(f"/article/{REPORT}", "Bài tương tự"),
    "an article among results": State(f"/article/{REPORT}?q=dien+bien+hoa+binh&rank=1", "Về kết quả tìm kiếm"),
    "an article with reprints": State("/article/second?q=suối", "So sánh hai bản"),
    "an article with markup": State("/article/%3Cscript%3Ealert('id')%3C%2Fscript%3E?q=tan+cong", "&lt;script&gt;"),
    "an article without a headline": State("/article/khong-ngay", "không rõ ngày"),
    "trends to ask for": State("/trends", "tối đa 5 đề tài"),
    "trends": State("/trends?q=lũ&q=duong&q=tin+vắn&source=BLS&source=Phố+Lĩnh+Online", "Bảng số liệu"),
    "trends in parts": State("/trends?q=lũ&q=UBND+tỉnh&q=veo+gat+phan&scale=per_thousand&from=2018",
                             "trên mỗi 1.000 bài"),
    "trends of nothing": State("/trends?q=lũ&from=1990&to=1991", "không có gì để vẽ"),
    "too many trends": State("/trends?q=a&q=b&q=c&q=d&q=e&q=f", "nhiều nhất 5 từ khóa", 400),
    "how programs ask": State("/api", "curl"),
    "versions compared": State("/compare?one=first&other=third", "<ins>"),
    "nothing to compare": State("/compare?one=first", "thiếu “other”", 400),
    "two texts": State("/?q=lũ&q=duong", "nhiều giá trị cho “q”", 400),
    "no such page": State("/khong-co", "Không tìm thấy trang này", 404),
    "a wrong date": State("/?q=duong&from=31/02/2018&source=BLS", "aria-invalid", 400),
    "a wrong page": State("/?q=duong&page=x", "Số trang “x”", 400),
    "a page too deep": State("/?q=tin+van&page=101", "Chỉ xem được 1.000 bài đầu", 400),
    "too many requests": State("/?q=duong", "Xin chờ một chút", 429, "limited"),
    "no index": State("/?q=duong", "Chưa có chỉ mục", 503, "empty"),
    "an index being built": State("/?q=duong", "Chỉ mục đang được lập", 503, "unfinished"),
    "a damaged index": State("/?q=duong", "Chưa đọc được chỉ mục", 503, "damaged"),
    "a fault": State("/?q=duong", "Có trục trặc ở máy chủ", 500, "faulty"),
}  # fmt: skip


class Hurried(WhooshEngine):
    """The engine with no time at all."""

    def pinned(self) -> "Hurried":  # type: ignore[override]
        """Return itself: a page asks the pinned engine."""
        return self

    def search(self, request: SearchRequest) -> Answer:
        """Find what can be found in no time."""
        return super().search(replace(request, budget_ms=-1))


class Unfinished(WhooshEngine):
    """The engine over an index that is being built for the first time."""

    def pinned(self) -> "Unfinished":  # type: ignore[override]
        """Say so."""
        raise IndexUnfinishedError("being built")


class Faulty(WhooshEngine):
    """The engine with a fault that nobody foresaw."""

    def search(self, request: SearchRequest) -> Answer:
        """Fail."""
        raise RuntimeError("a fault")

    def pinned(self) -> "Faulty":  # type: ignore[override]
        """Return itself: a page asks the pinned engine."""
        return self


def build_archive(folder: Path) -> None:
    """Build the indexes of the sites in a folder: one with everything to be found, and a damaged one."""
    own = write_jsonl(folder / "own.jsonl", [*articles.ALL, *PRINTED, *BRIEFS])
    rebuild([SAMPLES, own], folder / "index", jobs=1)
    (folder / "damaged").mkdir()
    (folder / "damaged" / "current").write_text("no/generation\n")


def sites(folder: Path, settings: Settings = DEFAULTS) -> dict[str, Flask]:
    """Return the sites that the states are of, over the archive in a folder."""
    limited = create_app(folder / "index", settings=replace(settings, rate_limit="1/day"))
    limited.test_client().get("/")
    return {
        "full": create_app(folder / "index", settings=settings),
        "limited": limited,
        "hurried": create_app(engine=Hurried(folder / "index"), settings=settings),
        "empty": create_app(folder / "nothing", settings=settings),
        "unfinished": create_app(engine=Unfinished(folder / "nothing"), settings=settings),
        "damaged": create_app(folder / "damaged", settings=settings),
        "faulty": create_app(engine=Faulty(folder / "index"), settings=settings),
    }


@contextmanager
def served(apps: dict[str, Flask]) -> Iterator[dict[str, str]]:
    """Serve each site on a free port, and yield their addresses, without the slash at the end."""
    with ExitStack() as stack:
        addresses = {}
        for name, app in apps.items():
            server = make_server("127.0.0.1", 0, app, threaded=True)
            thread = Thread(target=server.serve_forever)
            thread.start()
            stack.callback(server.server_close)
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            addresses[name] = f"http://127.0.0.1:{server.server_port}"
        yield addresses
