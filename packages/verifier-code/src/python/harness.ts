/**
 * The Python side: runs a program and gives back a JSON text. It shares its interpreter with the program and so can be fooled
 * about values; but expected values are not here to be found, and a value that the program forges is just its answer.
 */
export const harness = `
import sys as _sys, json as _json, builtins as _builtins

def _plain(value, depth=0):
    kind = type(value)
    if depth > 200:
        raise TypeError("a value nested deeper than 200")
    if value is None or kind is bool or kind is int or kind is str:
        return value
    if kind is float:
        if value != value or value in (float("inf"), float("-inf")):
            raise TypeError("the value is " + repr(value))
        return value
    if kind is list or kind is tuple:
        return [_plain(item, depth + 1) for item in value]
    if kind is dict:
        if not all(type(key) in (str, int, bool) for key in value):
            raise TypeError("a dict with keys that are neither texts nor whole numbers")
        return {key if type(key) is str else _json.dumps(key): _plain(item, depth + 1) for key, item in value.items()}
    raise TypeError("a value of type " + kind.__name__)

def _run(source, expression):
    space = {"__name__": "__main__", "__builtins__": _builtins}
    stage = "the program"
    try:
        try:
            exec(compile(source, "<answer>", "exec"), space)
        except SystemExit:
            if expression is not None:
                return _json.dumps({"fault": "the program exits"})
        if expression is None:
            _sys.stdout.flush()
            return _json.dumps({"done": True})
        stage = "the test"
        value = eval(compile(expression, "<test>", "eval"), space)
        return _json.dumps({"value": _json.dumps(_plain(value))})
    except BaseException as error:
        return _json.dumps({"fault": stage + " raises " + type(error).__name__ + ": " + str(error)[:200]})

# no way from Python to the JavaScript around it
_sys.meta_path[:] = [finder for finder in _sys.meta_path if "Js" not in type(finder).__name__]
for _name in list(_sys.modules):
    if _name.split(".")[0] in ("js", "pyodide_js", "pyodide", "_pyodide_core", "micropip"):
        _sys.modules[_name] = None
# sockets, which would wait for a network that is not there, and calls that would end the interpreter
import os as _os, posix as _posix
_sys.modules["_socket"] = None
for _name in ("system", "popen", "_exit", "abort", "kill", "fork", "execv", "execve"):
    for _module in (_os, _posix):
        _module.__dict__.pop(_name, None)
del _name, _module, _os, _posix
`;
