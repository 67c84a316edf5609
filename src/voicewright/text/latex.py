"""Formulas in LaTeX between `$$` and `$$`, as Mandarin reads them. Nothing here raises: what is no formula stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_FORMULA = re.compile(r"\$\$([^$]{1,2000})\$\$")
_TOKEN = re.compile(r"\\[A-Za-z]{1,30}|\\.|\d{1,24}(?:\.\d{1,24})?|\S", re.DOTALL)
_DEEPEST = 40
"""Braces within braces; deeper ones are read in the order of their signs."""

_COMMANDS = {
    "times": "乘以", "cdot": "乘以", "div": "除以", "pm": "正负", "mp": "负正", "leq": "小于等于", "le": "小于等于", "geq": "大于等于",
    "ge": "大于等于", "neq": "不等于", "ne": "不等于", "approx": "约等于", "equiv": "恒等于", "lt": "小于", "gt": "大于", "infty": "无穷大",
    "in": "属于", "notin": "不属于", "subset": "包含于", "cup": "并", "cap": "交", "emptyset": "空集", "forall": "对任意", "exists": "存在",
    "to": "趋于", "rightarrow": "趋于", "Rightarrow": "推出", "Leftrightarrow": "等价于", "perp": "垂直于", "parallel": "平行于", "angle": "角",
    "triangle": "三角形", "circ": "度", "degree": "度", "partial": "偏", "nabla": "梯度", "therefore": "所以", "because": "因为", "ldots": "等等",
    "cdots": "等等", "dots": "等等", "sin": "正弦", "cos": "余弦", "tan": "正切", "cot": "余切", "ln": "自然对数", "lg": "常用对数", "log": "对数",
    "exp": "指数", "max": "最大值", "min": "最小值", "alpha": "阿尔法", "beta": "贝塔", "gamma": "伽马", "delta": "德尔塔", "Delta": "德尔塔",
    "epsilon": "艾普西隆", "varepsilon": "艾普西隆", "zeta": "泽塔", "eta": "伊塔", "theta": "西塔", "lambda": "兰姆达", "mu": "缪", "nu": "纽",
    "xi": "克西", "pi": "派", "rho": "柔", "sigma": "西格马", "Sigma": "西格马", "tau": "套", "phi": "斐", "varphi": "斐", "chi": "希", "psi": "普西",
    "omega": "欧米伽", "Omega": "欧米伽",
}  # fmt: skip
_SIGNS = {
    "+": "加", "-": "减", "*": "乘以", "/": "除以", "=": "等于", "<": "小于", ">": "大于", "!": "的阶乘", "|": "，", "%": "百分号", "'": "撇", ",": "，",
    "(": "括号", ")": "括号完", "[": "括号", "]": "括号完",
}  # fmt: skip
_LARGE = {"sum": "求和", "prod": "连乘", "int": "积分", "lim": "极限"}
_UNSAID = frozenset({"left", "right", "displaystyle", "limits", "mathrm", "text", "mathbf", "quad", "qquad", "big", "Big", "begin", "end"})
_POWERS = {"2": "平方", "3": "立方"}


def said(text: str) -> str:
    """The text with every formula in words."""
    return _FORMULA.sub(lambda found: f" {''.join(_Reader(_TOKEN.findall(found[1])).rest())} ", text)


@dataclass
class _Reader:
    """Reads a formula from left to right."""

    signs: list[str]
    place: int = 0
    depth: int = 0

    def rest(self, stop: str | None = None) -> Iterator[str]:
        """What is said up to a closing sign, which is taken too."""
        first = True
        while self.place < len(self.signs):
            if self.signs[self.place] == stop:
                self.place += 1
                return
            yield self._next(opening=first)
            first = False

    def _next(self, *, opening: bool) -> str:
        sign = self._take()
        if sign == "-" and opening:
            return "负"
        if sign in {"^", "_"}:
            return self._raised() if sign == "^" else f"下标{self._argument()}"
        if sign.startswith("\\"):
            return self._command(sign[1:])
        if sign == "{":
            return self._group("}")
        return _SIGNS.get(sign, "" if sign in {"}", "&", "~"} else sign)

    def _command(self, name: str) -> str:
        if name in {"frac", "dfrac", "tfrac"}:
            above = self._argument()
            return f"{self._argument()}分之{above}"
        if name == "sqrt":
            return self._root()
        if name in _LARGE:
            return self._large(_LARGE[name])
        if name in _UNSAID or not name[:1].isalpha():
            return ""
        return _COMMANDS.get(name, name)

    def _root(self) -> str:
        index = ""
        if self._peek() == "[":
            self._take()
            index = self._group("]")
        under = self._argument()
        return f"{index}次根号下{under}" if index and index != "2" else f"根号{under}"

    def _large(self, name: str) -> str:
        r"""`\sum_{i=1}^{n}`: 从 … 到 … 求和; `\lim_{x \to 0}`: 当 … 时 …的极限."""
        low = high = ""
        while self._peek() in {"_", "^"}:
            if self._take() == "_":
                low = self._argument()
            else:
                high = self._argument()
        if high:
            return f"从{low}到{high}{name}，"
        return f"当{low}时的{name}，" if low else f"{name}，"

    def _raised(self) -> str:
        by = self._argument()
        return "度" if by == "度" else f"的{_POWERS[by]}" if by in _POWERS else f"的{by}次方"

    def _argument(self) -> str:
        if self._peek() is None or self.depth >= _DEEPEST:
            return ""
        if self._peek() == "{":
            self._take()
            return self._group("}")
        return self._deeper(lambda: self._next(opening=True))

    def _group(self, stop: str) -> str:
        if self.depth >= _DEEPEST:
            return ""
        return self._deeper(lambda: "".join(self.rest(stop)))

    def _deeper(self, read: Callable[[], str]) -> str:
        self.depth += 1
        inside = read()
        self.depth -= 1
        return inside

    def _peek(self) -> str | None:
        return self.signs[self.place] if self.place < len(self.signs) else None

    def _take(self) -> str:
        sign = self.signs[self.place]
        self.place += 1
        return sign
