"""Made-up names, telephone numbers and addresses.

Surnames are weighted roughly as common in south-east Guizhou; given names are free combinations of characters that
were in fashion when today's elders were born.
"""

from __future__ import annotations

from itertools import accumulate
from random import Random

SURNAMES = (
    "杨 120 吴 80 龙 55 潘 50 张 60 李 62 王 60 陈 45 罗 32 石 28 刘 45 欧 18 顾 16 陆 14 姜 14 田 16 周 24 黄 22 "
    "何 18 彭 14 金 10 韦 10 莫 8 邰 8 文 8 唐 14 万 8 熊 8 白 7 胡 12 赵 14 孙 6 朱 8 徐 8 余 7 蒋 8 谭 6 冯 6 "
    "袁 6 邓 8 曾 6 肖 7 田 4 粟 4 舒 4 梁 6 宋 6 郑 5 谢 6 韩 3 曹 4 许 4 沈 3 吕 2 单 2 欧阳 2 仇 1 查 1"
)
MALE = "国华建明文忠志德光荣贵富昌盛安平福寿永庆世清正义成功兴旺学军林木金水洪海江山元茂春荣祥顺开发仁和长胜"
FEMALE = (
    "秀英桂兰玉珍凤芝美珠素芬翠花淑芳惠莲菊香月娥春梅秋云银仙巧珍琼芝代妹金凤彩霞碧莲腊梅燕妮珊"
)
ESTATES = (
    *("幸福", "和谐", "金山", "清江", "龙泉", "锦绣", "阳光", "富民", "安康"),
    *("康泰", "万福", "滨江", "迎宾", "永乐", "新华", "文昌", "凤凰", "桂花"),
)


class Names:
    """Draws names, numbers and addresses from one generator."""

    def __init__(self, rng: Random, *, first: int = 0) -> None:
        """`first`: where the running numbers begin; cities that share a register begin far apart."""
        self.rng = rng
        parts = SURNAMES.split()
        self._surnames = parts[::2]
        self._weights = list(accumulate(map(int, parts[1::2])))
        self._serial = first

    def full_name(self, sex: str) -> str:
        """A name; one in eight has a single given character, as usual in that generation."""
        pool = MALE if sex == "1" else FEMALE
        surname = self.rng.choices(self._surnames, cum_weights=self._weights)[0]
        length = 1 if self.rng.random() < 0.12 else 2
        return surname + "".join(self.rng.choice(pool) for _ in range(length))

    def phone(self) -> str:
        """An eleven-digit number in a range that is not issued to people."""
        return f"1400{self.rng.randrange(10_000_000):07d}"

    def serial(self) -> int:
        """The next running number of this city."""
        self._serial += 1
        return self._serial

    def address(self, community: str, *, rural: bool) -> str:
        """A village group and house, or an estate, building, entrance and flat."""
        draw = self.rng.randrange
        if rural:
            return f"{community}{draw(1, 13)}组{draw(1, 120)}号"
        estate = self.rng.choice(ESTATES)
        return (
            f"{community}{estate}小区{draw(1, 25)}栋{draw(1, 5)}单元{draw(1, 19)}{draw(1, 5):02d}室"
        )
