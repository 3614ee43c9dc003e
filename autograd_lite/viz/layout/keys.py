"""What boxes and groups are called inside of a picture, and what stands on the frames of groups."""

from typing import NamedTuple

from autograd_lite.viz.description import Description, short


class Keys(NamedTuple):
    """Names for boxes and groups that hold nothing a user wrote."""

    boxes: dict[str, str]
    groups: dict[str, str]


def keys_of(description: Description) -> Keys:
    """Return ``n0, n1, …`` for the boxes and ``g0, g1, …`` for the groups."""
    return Keys(
        {box.id: f"n{n}" for n, box in enumerate(description.boxes)},
        {"": "", **{group.id: f"g{n}" for n, group in enumerate(description.groups)}},
    )


def group_title(title: str, times: int) -> str:
    """Return the title of a frame, with how often it stands for the same."""
    return short(title, 60) + (f"  × {times}" if times > 1 else "")
