"""The answer that is kept under an Idempotency-Key and the one that is given are made once, for the same result."""

from __future__ import annotations

from functions.shared.http.operation import Reply, once


def test_one_result_is_rendered_once_and_another_one_anew() -> None:
    rendered: list[list[int]] = []

    def render(result: list[int]) -> Reply:
        rendered.append(result)
        return Reply({"numbers": result}, 201)

    answer, first, second = once(render), [1], [1]
    assert answer(first) is answer(first)
    # Equal, and another one: an attempt that was overtaken made the first.
    assert answer(second) is not answer(first)
    assert (rendered, answer(first).text) == ([[1], [1], [1]], '{"numbers":[1]}')
