"""TensorBoard's own writer and reader (PyPI: tensorboard), to hold ours against.

    python tensorboard.py write         the records of the expectation in ../tensorBoardSink.test.ts, as hex
    python tensorboard.py read FOLDER   the scalars of a folder of event files: {tag: [[step, value], ...]}
"""

import io
import json
import sys

sys.path.pop(0)  # this file's folder: its name would hide the package

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter


def write():
    scalars = Summary(
        value=[
            Summary.Value(tag="reward", simple_value=0.625),
            Summary.Value(tag="verifier/ä", simple_value=-1e-3),
            Summary.Value(tag="zero", simple_value=0.0),
        ]
    )
    events = [
        Event(wall_time=1700000000.5, file_version="brain.Event:2"),
        Event(wall_time=1700000000.5, step=300, session_log=SessionLog(status=SessionLog.START)),
        Event(wall_time=1700000001.5, step=300, summary=scalars),
    ]
    for event in events:
        kept = io.BytesIO()
        RecordWriter(kept).write(event.SerializeToString())
        print(kept.getvalue().hex())


def read(folder):
    events = EventAccumulator(folder, size_guidance={"scalars": 0}).Reload()
    tags = events.Tags()["scalars"]
    print(json.dumps({tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in tags}))


if sys.argv[1] == "write":
    write()
else:
    read(sys.argv[2])
