"""The small archive that the site's tests search."""

import datetime

from index.article import Article

WHEN = datetime.date(2018, 7, 4)

REPORT = Article(
    id="bao/2018/07/04 đối ngoại?#1",
    title="Sơ kết công tác thông tin đối ngoại",
    summary="Sáng nay, hội nghị bàn cách phòng, chống diễn biến hòa bình.",
    body="Đoạn thứ nhất nói về thông tin đối ngoại.\n\nDòng trên,\ndòng dưới của đoạn thứ hai về hòa bình.",
    captions=("Toàn cảnh hội nghị",),
    date=WHEN,
    author="Phùng Gia Linh",
    source="Báo Lĩnh Sơn",
    category="Chính trị",
    url="https://www.baolinhson.example/doi-ngoai?id=1",
)
UNDATED = Article(
    id="khong-ngay",
    body="Phiên chợ vùng cao họp từ sáng sớm, người mua kẻ bán tấp nập bên dòng suối Khuổi Tát trong veo.",
    source="Phố Lĩnh Online",
    crawled=datetime.date(2022, 8, 16),
)
HOSTILE = Article(
    id="<script>alert('id')</script>",
    title='Tấn công <script>alert(1)</script> & "đùa"',
    summary="<img src=x onerror=alert(2)> tấn công",
    body="Bài về tấn công mạng <b>đậm</b>\n\n</p><script>alert(3)</script>",
    captions=("<svg onload=alert(4)>",),
    date=datetime.date(2020, 1, 2),
    author="<i>Ai đó</i>",
    source='Nguồn "lạ" <u>&amp;',
    category="Mục <hr>",
    url="javascript:alert(5)",
)
# The text of every one of these holds "lúa"; ten a page make three pages.
HARVEST = tuple(
    Article(
        id=f"lua-{number}",
        title=f"Tin mùa lúa số {number}",
        summary="Lúa chín vàng trên cánh đồng huyện Hữu Khánh.",
        body=f"Năng suất lúa vụ này tăng {number} phần trăm so với vụ trước.\n\nBà con phấn khởi ra đồng gặt lúa.",
        date=datetime.date(2019, 1, 1) + datetime.timedelta(days=number),
        author="Lê Minh Đạt",
        source="Biên Mậu Ngày Nay" if number % 5 else "Báo Lĩnh Sơn",
        category="Kinh tế" if number % 2 else "Xã hội",
        url=f"http://bienmau.example/lua-{number}.html",
    )
    for number in range(1, 26)
)
_IDS = (
    "https://baolinhson.example/a//b?c=d&e=f#g",
    "/đầu/gạch",
    "cuối/gạch/",
    "a/../b/./c",
    "dấu 'nháy' \"kép\" + % %2F ; = & ?",
)
AWKWARD_IDS = tuple(
    Article(article_id, f"Tên gọi khó thứ {number}", body="Bài có tên gọi khó.", date=datetime.date(2017, 5, 6))
    for number, article_id in enumerate(_IDS)
)
ALL = (REPORT, UNDATED, HOSTILE, *HARVEST, *AWKWARD_IDS)
