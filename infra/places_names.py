"""Names of places in use that the kept data sets lack, and other hand-kept facts behind infra/places_data.py."""

from __future__ import annotations

# Names in use that the sources lack.
COUNTRY_ALIASES = {
    "GB": ["UK", "Great Britain", "England", "Scotland", "Wales", "Northern Ireland", "英国"],
    "US": ["USA", "U.S.", "America", "美国"], "KR": ["South Korea", "Korea", "韩国"],
    "KP": ["North Korea", "朝鲜"], "CZ": ["Czech Republic"], "RU": ["Russia", "俄罗斯"], "VN": ["Vietnam"], "TR": ["Turkey"],
    "HK": ["Hong Kong SAR", "香港特别行政区"], "MO": ["Macau", "Macau SAR", "澳门", "澳门特别行政区"],
    "TW": ["Taiwan", "Chinese Taipei", "中华台北", "台湾", "台湾省"],
    "CN": ["PRC", "P.R. China", "Mainland China", "中国", "中国大陆", "中华人民共和国"],
    "XK": ["Kosovo", "科索沃", "XKX"], "NL": ["Holland"],
    "LA": ["Laos"], "SY": ["Syria"], "IR": ["Iran"], "MD": ["Moldova"], "TZ": ["Tanzania"], "BO": ["Bolivia"], "VE": ["Venezuela"],
    "CI": ["Ivory Coast"], "CV": ["Cape Verde"], "SZ": ["Swaziland"], "MK": ["Macedonia"], "PS": ["Palestine"], "BN": ["Brunei"],
    "AE": ["UAE", "阿联酋"], "VA": ["Vatican"],
}  # fmt: skip
SUBDIVISION_ALIASES = {
    "US-CA": ["加州", "Calif."], "US-TX": ["德州", "Tex."], "US-MA": ["麻省", "Mass."], "US-FL": ["佛州", "Fla."],
    "US-PA": ["宾州", "Penna."],
    "US-NJ": ["新州"], "US-IL": ["伊州", "Ill."], "US-WA": ["华州", "Wash."], "US-CT": ["康州", "Conn."], "US-NC": ["北卡", "N. Carolina"],
    "US-SC": ["南卡", "S. Carolina"], "US-CO": ["Colo."], "US-AZ": ["Ariz."], "US-MI": ["Mich."], "US-MN": ["Minn."], "US-OR": ["Ore."],
    "US-TN": ["Tenn."], "US-WI": ["Wis."], "US-VA": ["弗州"], "GB-MAN": ["Greater Manchester"], "KR-11": ["首尔"], "KR-26": ["釜山"],
    "KR-27": ["大邱"], "KR-28": ["仁川"], "KR-29": ["光州"], "KR-30": ["大田"], "KR-31": ["蔚山"], "KR-50": ["世宗"], "KR-41": ["京畿道"],
    "KR-42": ["江原道"], "KR-43": ["忠清北道"], "KR-44": ["忠清南道"], "KR-45": ["全罗北道"], "KR-46": ["全罗南道"], "KR-47": ["庆尚北道"],
    "KR-48": ["庆尚南道"], "KR-49": ["济州"],
    "CA-QC": ["Que.", "P.Q.", "PQ"], "CA-ON": ["Ont."], "CA-AB": ["Alta."], "CA-SK": ["Sask."], "CA-MB": ["Man."], "CA-NL": ["Nfld."],
    "IN-OD": ["Orissa"], "IN-UK": ["Uttaranchal"], "IN-PY": ["Pondicherry"],
    "GB-LND": ["London", "Greater London"], "US-DC": ["Washington DC", "D.C."], "TW-TPE": ["台北市"], "TW-NWT": ["新北市"],
    "TW-TXG": ["台中市"], "TW-TNN": ["台南市"], "TW-KHH": ["高雄市"], "TW-TAO": ["桃园市"], "FI-01": ["Åland", "Ahvenanmaa"],
    "FR-973": ["Guyane", "French Guiana"], "FR-974": ["Réunion", "Reunion"], "FR-75C": ["Paris"], "FR-BRE": ["Brittany"],
    "FR-NOR": ["Normandy"], "FR-20R": ["Corsica"], "FR-BFC": ["Burgundy"], "FR-PAC": ["Provence"], "DE-BY": ["Bavaria"],
    "DE-HE": ["Hesse"], "DE-NI": ["Lower Saxony"], "DE-NW": ["North Rhine-Westphalia", "NRW"], "DE-RP": ["Rhineland-Palatinate"],
    "DE-SN": ["Saxony"], "DE-ST": ["Saxony-Anhalt"], "DE-TH": ["Thuringia"], "DE-MV": ["Mecklenburg-Western Pomerania"],
    "IT-23": ["Aosta", "Aosta Valley"], "IT-25": ["Lombardy"], "IT-52": ["Tuscany"], "IT-21": ["Piedmont"], "IT-82": ["Sicily"],
    "IT-88": ["Sardinia"], "IT-75": ["Apulia"], "IT-62": ["Latium"], "IT-RM": ["Rome"], "IT-MI": ["Milan"], "IT-FI": ["Florence"],
    "IT-TO": ["Turin"], "IT-NA": ["Naples"], "IT-VE": ["Venice"], "IT-GE": ["Genoa"], "ES-CT": ["Catalonia"], "ES-AN": ["Andalusia"],
    "ES-PV": ["Basque Country"], "ES-CN": ["Canary Islands"], "ES-IB": ["Balearic Islands"], "ES-NC": ["Navarre"], "ES-SE": ["Seville"],
    "ES-BI": ["Biscay"], "AT-9": ["Vienna"], "AT-7": ["Tyrol"], "AT-6": ["Styria"], "AT-2": ["Carinthia"], "AT-3": ["Lower Austria"],
    "AT-4": ["Upper Austria"], "CH-GE": ["Geneva"], "CH-LU": ["Lucerne"], "CH-ZH": ["Zurich"], "CH-BE": ["Berne"],
    "NL-NH": ["North Holland"],
    "NL-ZH": ["South Holland"], "BE-VLG": ["Flanders"], "BE-WAL": ["Wallonia"], "BE-BRU": ["Brussels"], "CZ-10": ["Prague"],
    "PT-11": ["Lisbon"], "RU-MOW": ["Moscow"], "RU-SPE": ["Saint Petersburg", "St. Petersburg"], "MX-CMX": ["Mexico City", "CDMX"],
    "MX-MEX": ["State of Mexico"], "PL-14": ["Masovia"], "PL-12": ["Lesser Poland"], "SE-AB": ["Stockholm"], "DK-84": ["Capital Region"],
    "GR-I": ["Attica"], "UA-30": ["Kyiv", "Kiev"], "VN-SG": ["Ho Chi Minh City", "Saigon"], "VN-HN": ["Hanoi"], "TH-10": ["Bangkok"],
    "PH-00": ["Metro Manila", "NCR"], "ID-JK": ["Jakarta"], "MY-14": ["Kuala Lumpur"], "IN-DL": ["New Delhi"], "EG-C": ["Cairo"],
}  # fmt: skip
# Boroughs and districts that are written in the place of the city they belong to.
CITY_ALIASES = {
    ("US", "CA", "sanfrancisco"): ["SF", "S.F."],
    ("US", "CA", "losangeles"): ["LA", "L.A."],
    ("US", "NY", "newyork"): ["Manhattan", "Brooklyn", "Queens", "Bronx", "The Bronx", "Staten Island", "NYC", "New York City",
                              "New York, NY", "City of New York", "纽约", "纽约市", "Flushing", "Astoria", "Long Island City", "Jamaica",
                              "Forest Hills", "Elmhurst", "Jackson Heights", "Bayside", "Far Rockaway"],
    ("US", "DC", "washington"): ["Washington DC", "Washington, D.C.", "华盛顿"],
}  # fmt: skip
# Chinese cities and regions whose usual English name is not their reading in pinyin.
CHINA_ENGLISH = {
    "11": "Peking", "15": "Inner Mongolia", "1501": "Hohhot", "2301": "Harbin", "4401": "Canton", "54": "Tibet", "5401": "Lhasa",
    "61": "Shaanxi", "6501": "Urumqi", "6531": "Kashgar", "1502": "Baotou", "1506": "Ordos", "2302": "Qiqihar",
}  # fmt: skip
ISO_OF_CHINA = {
    "11": "BJ", "12": "TJ", "13": "HE", "14": "SX", "15": "NM", "21": "LN", "22": "JL", "23": "HL", "31": "SH", "32": "JS", "33": "ZJ",
    "34": "AH", "35": "FJ", "36": "JX", "37": "SD", "41": "HA", "42": "HB", "43": "HN", "44": "GD", "45": "GX", "46": "HI", "50": "CQ",
    "51": "SC", "52": "GZ", "53": "YN", "54": "XZ", "61": "SN", "62": "GS", "63": "QH", "64": "NX", "65": "XJ",
}  # fmt: skip
# What prefectures of Japan are called in Latin letters, all others `-ken`.
JAPANESE_KINDS = {"13": "to", "26": "fu", "27": "fu"}
MANY = 500_000
# How the country itself, or English, calls cities that the source has under the other name.
OTHER_NAMES = {
    "Vienna": ["Wien"],
    "Munich": ["München"],
    "Köln": ["Cologne"],
    "Rome": ["Roma"],
    "Milan": ["Milano"],
    "Turin": ["Torino"],
    "Naples": ["Napoli"],
    "Genoa": ["Genova"],
    "Prague": ["Praha"],
    "Warsaw": ["Warszawa"],
    "Lisbon": ["Lisboa"],
    "Moscow": ["Moskva"],
    "Brussels": ["Bruxelles", "Brussel"],
    "Athens": ["Athina"],
    "Kyiv": ["Kiev"],
    "Bucharest": ["București"],
    "Belgrade": ["Beograd"],
    "Copenhagen": ["København"],
    "Mexico City": ["Ciudad de México", "CDMX"],
    "Ho Chi Minh City": ["Saigon", "HCMC"],
    "Nuremberg": ["Nürnberg"],
    "Bengaluru": ["Bangalore"],
    "Mumbai": ["Bombay"],
    "Kolkata": ["Calcutta"],
    "Chennai": ["Madras"],
    "Marseille": ["Marseilles"],
    "Lyon": ["Lyons"],
    "Sevilla": ["Seville"],
    "Zaragoza": ["Saragossa"],
    "Antwerpen": ["Antwerp"],
    "Göteborg": ["Gothenburg"],
    "The Hague": ["Den Haag", "'s-Gravenhage"],
    "Hannover": ["Hanover"],
    "Saint Petersburg": ["St. Petersburg", "Sankt-Peterburg"],
    "Frankfurt am Main": ["Frankfurt"],
    "Kraków": ["Cracow"],
    "Saint Paul": ["St. Paul"],
    "Montréal": ["Montreal"],
    "São Paulo": ["Sao Paulo"],
}
# Subdivisions that ISO 3166-2 lists although they have country codes of their own under another suffix (its notes say so).
OWN_CODES = {
    "FR-971": "GP", "FR-972": "MQ", "FR-973": "GF", "FR-974": "RE", "FR-976": "YT", "FI-01": "AX", "NO-21": "SJ", "NO-22": "SJ",
    "NL-BQ1": "BQ", "NL-BQ2": "BQ", "NL-BQ3": "BQ", "NL-AW": "AW", "NL-CW": "CW", "NL-SX": "SX", "FR-BL": "BL", "FR-MF": "MF",
    "FR-NC": "NC", "FR-PF": "PF", "FR-PM": "PM", "FR-TF": "TF", "FR-WF": "WF",
}  # fmt: skip
NATIVE = {"KR": r"[\uac00-\ud7af]+", "RU": r"[\u0400-\u04ff -]+", "UA": r"[\u0400-\u04ff -]+", "JP": r"[\u3040-\u9fff]+"}
