"""What is wrong with a configuration, said in Chinese to the person who wrote it."""

from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

_WORDS = {
    "missing": "缺少这个字段",
    "string_type": "应为文字",
    "string_pattern_mismatch": "只能用英文字母、数字、_、-",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "tuple_type": "应为一个值或一个列表",
    "dict_type": "应为“字段: 值”的形式",
    "model_type": "应为“字段: 值”的形式",
    "too_short": "不能为空",
}


def lines_of(fault: ValidationError, model: type[BaseModel]) -> str:
    """One line for each mistake: where, and what is expected."""
    return "\n".join(f"  {_place(error)}：{_words(error, model)}" for error in fault.errors())


def _place(error: Any) -> str:
    """`pages.0.items`, counted as people count: the first page rule is number 1."""
    parts = (f"第{part + 1}个" if isinstance(part, int) else str(part) for part in error["loc"])
    return ".".join(parts) or "整个文件"


def _words(error: Any, model: type[BaseModel]) -> str:
    kind, context = str(error["type"]), error.get("ctx") or {}
    if kind == "extra_forbidden":
        return _unknown(str(error["loc"][-1]), model)
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    if kind == "literal_error":
        return f"应为 {context.get('expected', '')}".replace(" or ", "、")
    if kind in {"greater_than", "greater_than_equal", "less_than_equal"}:
        limit = context.get("gt", context.get("ge", context.get("le")))
        word = {"greater_than": "大于", "greater_than_equal": "不小于"}.get(kind, "不大于")
        return f"应{word} {limit}"
    return _WORDS.get(kind, str(error["msg"]))


def _unknown(name: str, model: type[BaseModel]) -> str:
    near = get_close_matches(name, sorted(_fields(model)), n=1)
    return "没有这个字段" + (f"，是不是 {near[0]}？" if near else "，各字段见 docs/sites.md")


def _fields(model: type[BaseModel]) -> set[str]:
    """The names of a model's fields and of those of the models in it."""
    found: set[str] = set()
    for name, field in model.model_fields.items():
        found.add(name)
        for inner in _models(field.annotation):
            found |= _fields(inner)
    return found


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [model for part in getattr(annotation, "__args__", ()) for model in _models(part)]
