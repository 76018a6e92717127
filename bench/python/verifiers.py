"""Judges answers with Math-Verify: one JSON request a line on stdin, one reply a line on stdout.

A request is {"cases": [{"gold", "answer", "goldConfigs"?, "answerConfigs"?, "precision"?}], "verdicts"?: bool}. Configurations are as
in the conformance cases; without them Math-Verify's defaults hold. The reply has the seconds that all took together.
"""

import json
import logging
import sys
import time

from math_verify import ExprExtractionConfig, LatexExtractionConfig, parse, verify

logging.disable(logging.CRITICAL)


def extraction(configs):
    """Math-Verify's configurations for ours."""
    found = []
    for config in configs or [{"latex": {}}, {"expr": {}}]:
        if "latex" in config:
            found.append(LatexExtractionConfig(boxed_match_priority=config["latex"].get("boxed_match_priority", 50)))
        elif "expr" in config:
            found.append(ExprExtractionConfig())
    return found


def judge(case):
    gold = parse(case["gold"], extraction(case.get("goldConfigs")))
    answer = parse(case["answer"], extraction(case.get("answerConfigs")))
    return bool(verify(gold, answer, float_rounding=case.get("precision", 6)))


for line in sys.stdin:
    request = json.loads(line)
    start = time.perf_counter()
    verdicts = [judge(case) for case in request["cases"]]
    print(json.dumps({"seconds": time.perf_counter() - start, "verdicts": verdicts}), flush=True)
