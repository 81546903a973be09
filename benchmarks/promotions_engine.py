"""100,000 random carts × up to 6 rules, and 10,000 for each kind of rule alone, against a reference in exact fractions; what one costs.

python -m benchmarks.promotions_engine [--carts 100000] [--seed 1]
"""

from __future__ import annotations

import argparse
import random
import time

from functions.promotions.model.engine import evaluate
from functions.promotions.model.rule import Kind
from tests.unit.promotions.random_carts import case_of, check, random_case


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--carts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    applied, spent = 0, 0.0
    for _ in range(options.carts):
        rules, basket = random_case(dice)
        started = time.process_time()
        evaluate(rules, basket)
        spent += time.process_time() - started
        applied += len(check(rules, basket, dice).applied)
    print(f"{options.carts} carts (seed {options.seed}): every total, part and order of codes as the reference; {applied} rules applied")
    for kind in Kind:
        for _ in range(options.carts // 10):
            rule, basket = case_of(dice, kind)
            check([rule], basket, dice)
    print(f"{options.carts // 10} carts for each of {len(Kind)} kinds: the same")
    print(f"one evaluation: {spent / options.carts * 1e6:.0f} µs of CPU")


if __name__ == "__main__":
    main()
