"""Mutants of the policy: each small change of `assistant/agent/policy.py` must break a test.

    python -m tests.proof.policy

Prints the mutants that lived; exits with 1 where one did.
"""

import ast
import copy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
POLICY = ROOT / "assistant" / "agent" / "policy.py"
TESTS = ROOT / "tests" / "assistant" / "agent" / "test_policy.py"
OPERATORS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.Eq: ast.NotEq,
    ast.NotIn: ast.In,
}
# The module is put in the place of the real one before the tests import it.
RUN = """
import sys, types, pytest
import assistant.agent
module = types.ModuleType("assistant.agent.policy")
sys.modules[module.__name__] = assistant.agent.policy = module
exec(compile(sys.stdin.read(), "policy.py", "exec"), module.__dict__)
sys.exit(pytest.main(["-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", sys.argv[1]]))
"""


def changed(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what could stand in the place of `node` by mistake."""
    match node:
        case ast.BoolOp(op=operator, values=values):
            other = ast.Or() if isinstance(operator, ast.And) else ast.And()
            yield ast.BoolOp(other, values)
            yield from values
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Compare(left=left, ops=[operator], comparators=right):
            yield ast.Compare(left, [OPERATORS[type(operator)]()], right)
        case ast.Attribute(value=ast.Name(id="Verdict"), attr=name):
            for other_name in {"APPLY", "ASK", "REFUSE"} - {name}:
                yield ast.Attribute(ast.Name("Verdict", ast.Load()), other_name, ast.Load())
        case ast.Attribute(value=ast.Name(id="Risk"), attr="DESTRUCTIVE"):
            yield ast.Attribute(ast.Name("Risk", ast.Load()), "EXTERNAL", ast.Load())
            yield ast.Attribute(ast.Name("Risk", ast.Load()), "REVERSIBLE", ast.Load())
        case ast.Constant(value=str() as text) if text.isdecimal():
            yield ast.Constant("9")
        case ast.Call(func=ast.Attribute(value=value, attr="casefold")):
            yield value
        case ast.Return(value=value) if isinstance(value, ast.Attribute):
            yield ast.Return(ast.Tuple([], ast.Load()))


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """Yield (what was changed, the whole module) for every mutant of the functions."""
    tree = ast.parse(source)
    functions = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
    spots = [node for one in functions for node in ast.walk(one) if list(changed(node))]
    for spot in spots:
        for other in changed(spot):
            twin = copy.deepcopy(tree, {id(spot): ast.copy_location(other, spot)})
            name = f"{ast.unparse(spot)}  ->  {ast.unparse(other)}"
            yield name, ast.unparse(ast.fix_missing_locations(twin))


def lives(module: str) -> bool:
    """Return whether the tests pass with this module in the place of the policy."""
    ended = subprocess.run(
        [sys.executable, "-c", RUN, str(TESTS)],
        cwd=ROOT,
        input=module,
        text=True,
        capture_output=True,
        check=False,
    )
    return ended.returncode == 0


def main() -> int:
    """Try every mutant."""
    source = POLICY.read_text("utf-8")
    assert lives(source), "the tests fail without any change"
    found = list(mutants(source))
    survivors = [name for name, module in found if lives(module)]
    for name in survivors:
        print(f"lives: {name}")
    print(f"mutants {len(found)}, killed {len(found) - len(survivors)}")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
