"""100,000 synthetic products in Chinese and English, the same ones every time: what the search benchmark runs on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from functions.catalog.search.document import ProductDocument

# One line per department: `zh|en: leaf zh|leaf en, …`
_CATEGORIES = Path(__file__).with_name("categories.txt")
BRANDS = [
    tuple(pair.split("|"))
    for pair in [
        "苹果|Apple",
        "华为|Huawei",
        "小米|Xiaomi",
        "三星|Samsung",
        "索尼|Sony",
        "联想|Lenovo",
        "戴尔|Dell",
        "惠普|HP",
        "罗技|Logitech",
        "美的|Midea",
        "海尔|Haier",
        "格力|Gree",
        "飞利浦|Philips",
        "松下|Panasonic",
        "西门子|Siemens",
        "戴森|Dyson",
        "耐克|Nike",
        "阿迪达斯|Adidas",
        "彪马|Puma",
        "李宁|Lining",
        "安踏|Anta",
        "斯凯奇|Skechers",
        "优衣库|Uniqlo",
        "飒拉|Zara",
        "波司登|Bosideng",
        "海澜之家|Heilan",
        "太平鸟|Peacebird",
        "好孩子|Goodbaby",
        "乐高|Lego",
        "贝亲|Pigeon",
        "花王|Kao",
        "宜家|Ikea",
        "水星家纺|Mercury",
        "双立人|Zwilling",
        "苏泊尔|Supor",
        "九阳|Joyoung",
        "欧莱雅|Loreal",
        "兰蔻|Lancome",
        "雅诗兰黛|Lauder",
        "资生堂|Shiseido",
        "云南白药|Baiyao",
        "雀巢|Nestle",
        "三只松鼠|Squirrels",
        "良品铺子|Bestore",
        "农夫山泉|Nongfu",
        "迪卡侬|Decathlon",
        "探路者|Toread",
        "红双喜|Doublehappy",
    ]
]
_LINES = {"Apple": "iPhone 15", "Huawei": "Mate 60", "Xiaomi": "Redmi", "Samsung": "Galaxy"}
_BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_COLOURS = [
    "黑色|black",
    "白色|white",
    "红色|red",
    "蓝色|blue",
    "绿色|green",
    "灰色|grey",
    "粉色|pink",
    "紫色|purple",
    "黄色|yellow",
    "棕色|brown",
]
_MODS = [
    "防水|waterproof",
    "轻便|lightweight",
    "折叠|foldable",
    "加厚|thick",
    "透气|breathable",
    "静音|quiet",
    "耐磨|durable",
    "便携|portable",
    "大容量|large",
    "智能|smart",
    "复古|vintage",
    "简约|simple",
    "高端|premium",
    "快速|fast",
    "环保|eco",
    "防滑|nonslip",
    "超薄|slim",
    "可爱|cute",
    "商务|business",
    "学生|student",
    "旅行|travel",
    "夏季|summer",
    "冬季|winter",
]
_TAGS = ("新品", "热卖", "包邮", "特价", "礼物", "限量", "进口", "国货")
_ATTRIBUTES = {
    f"{name}": tuple(f"{name}{number}" for number in range(1, 8))
    for name in [
        "材质",
        "尺寸",
        "风格",
        "产地",
        "适用季节",
        "功率",
        "重量",
        "容量",
        "接口",
        "图案",
        "厚度",
        "版型",
        "适用人群",
        "包装",
        "保质期",
        "系列",
        "款式",
        "工艺",
        "认证",
    ]
}
_WORDS_ZH = [
    "精选",
    "材料",
    "做工",
    "细致",
    "适合",
    "日常",
    "使用",
    "家庭",
    "办公",
    "户外",
    "送礼",
    "品质",
    "保证",
    "舒适",
    "耐用",
    "安全",
    "实用",
    "时尚",
    "设计",
    "七天",
    "无理由",
    "退换",
    "全国",
    "联保",
    "正品",
    "发货",
    "快递",
    "性价比",
]
_WORDS_EN = [
    "carefully",
    "selected",
    "materials",
    "fine",
    "workmanship",
    "daily",
    "use",
    "family",
    "office",
    "outdoor",
    "quality",
    "comfort",
    "durable",
    "safe",
    "practical",
    "modern",
    "design",
    "warranty",
    "delivery",
]
# How the same thing is written in different shops: every 97th product has one of these in its titles; what it is stands in its slug.
_SPELLED = {
    "500ml": ("500毫升", "500ml", "500 ML", "５００ｍｌ"),
    "1.5l": ("1.5L", "1.5升", "1.5 litres"),
    "2kg": ("2kg", "2公斤", "2千克", "2 KG"),
    "wi-fi": ("Wi-Fi", "WiFi", "Wi Fi", "wifi"),
    "t-shirt": ("T-Shirt", "Tshirt", "T shirt", "t-shirts"),
    "usb-c": ("USB-C", "USBC", "USB C"),
    "リンゴ": ("りんご", "リンゴ", "ﾘﾝｺﾞ"),
}
_SPELLINGS = [(meant, spelling) for meant, spellings in _SPELLED.items() for spelling in spellings]
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Leaf:
    id: str
    department: str
    zh: str
    en: str
    department_names: tuple[str, str]


def leaves() -> list[Leaf]:
    found = []
    for number, line in enumerate(_CATEGORIES.read_text("utf-8").splitlines()):
        department, _, rest = line.partition(": ")
        zh, en = department.split("|")
        for place, leaf in enumerate(rest.split(", ")):
            leaf_zh, leaf_en = leaf.split("|")
            found.append(Leaf(f"cat_{number:02d}_{place}", f"cat_{number:02d}", leaf_zh, leaf_en, (zh, en)))
    return found


def products(count: int, seed: int = 1) -> Iterator[ProductDocument]:
    chance = random.Random(seed)
    known = leaves()
    for number in range(count):
        yield product(number, chance, known)


def product(number: int, chance: random.Random, known: list[Leaf]) -> ProductDocument:
    leaf = chance.choice(known)
    place = int(len(BRANDS) * chance.random() ** 2)
    brand_zh, brand_en = BRANDS[place]
    colour_zh, colour_en = chance.choice(_COLOURS).split("|")
    mods = [mod.split("|") for mod in chance.sample(_MODS, 2)]
    model = f"{chance.choice('ABCDEFGHKMPRSTX')}{chance.randint(1, 99)}"
    ident = "prod_01J" + "".join(chance.choices(_BASE32, k=23))
    line = _LINES.get(brand_en, "") if leaf.department == "cat_00" else ""
    zh = f"{brand_zh}{line and f' {line} '}{mods[0][0]}{leaf.zh} {mods[1][0]}{colour_zh} {model}款"
    en = f"{brand_en} {line and f'{line} '}{mods[0][1]} {leaf.en} {mods[1][1]} {colour_en} {model}"
    meant, spelling = _SPELLINGS[number // 97 % len(_SPELLINGS)] if number % 97 == 0 else ("", "")
    zh, en = f"{zh} {spelling}".rstrip(), f"{en} {spelling}".rstrip()
    price = int(10 ** chance.uniform(3, 6)) // 100 * 100 - 1
    listed = price * 5 // 4 if chance.random() < 0.3 else None
    stock = "in_stock" if chance.random() < 0.9 else "out_of_stock"
    created = EPOCH + timedelta(minutes=chance.randrange(1_000_000))
    rating, count = round(chance.uniform(3, 5), 1), int(chance.paretovariate(1)) - 1
    image = f"https://img.example.com/{ident}/1.webp"
    attributes = {"颜色": (colour_zh,)} | {name: (chance.choice(_ATTRIBUTES[name]),) for name in chance.sample(list(_ATTRIBUTES), 5)}
    common = {"id": ident, "slug": f"p-{number}", "image": image, "category_id": leaf.id, "stock_state": stock, "rating_count": count}
    common |= {"rating": rating, "price_from": {"amount": price, "currency": "CNY"}}
    common |= {"list_price_from": {"amount": listed, "currency": "CNY"} if listed else None}
    brief_zh, brief_en = "，".join(chance.sample(_WORDS_ZH, 4)), " ".join(chance.sample(_WORDS_EN, 6))
    return ProductDocument(
        id=ident,
        version=1,
        slug=f"p-{number} {meant}".rstrip(),
        titles={"zh": zh, "en": en},
        briefs={"zh": brief_zh, "en": brief_en},
        descriptions={"zh": "".join(chance.sample(_WORDS_ZH, 12)), "en": " ".join(chance.sample(_WORDS_EN, 14))},
        skus=(f"{model}-{number:06d}-1", f"{model}-{number:06d}-2"),
        brand_id=f"brd_{place:02d}",
        brand_names={"zh": brand_zh, "en": brand_en},
        category_ids=("cat_root", leaf.department, leaf.id),
        category_names=(leaf.zh, leaf.en),
        ancestor_names=leaf.department_names,
        tags=tuple(chance.sample(_TAGS, chance.randrange(3))),
        attributes=attributes,
        keywords=(colour_en,),
        currency="CNY",
        price_from=price,
        list_price_from=listed,
        created_at=created,
        published_at=created,
        sales=int(chance.paretovariate(0.8)) - 1,
        rating=rating,
        rating_count=count,
        in_stock=stock == "in_stock",
        stock_state=stock,
        image=image,
        card={
            "zh": common | {"title": zh, "brief": brief_zh, "brand": {"id": f"brd_{place:02d}", "name": brand_zh}},
            "en": common | {"title": en, "brief": brief_en, "brand": {"id": f"brd_{place:02d}", "name": brand_en}},
        },
    )
