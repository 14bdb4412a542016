"""What a name in a student's code is likely to stand for: by its spelling, then by its use."""

import re

_ROLES: tuple[tuple[str, str], ...] = (
    ("loader", r"loaders?(?:_?(?:test|train|val\w*|\d))?$|_dl$|^dl_|^(?:test|train)?_?batches$"),
    ("dataset", r"^(?:\w+_)?(?:train|test|valid|val|mnist|cifar|data)\w*(?:_?data|_?set|_ds)$"
                r"|^data_?sets?$|^data_?(?:train|test)$"),
    ("criterion", r"^(?:criterion|loss_?(?:f|fn|func|function)|objective)$"),
    ("device", r"^(?:\w+_)?(?:dev|device)$"),
    ("model", r"(?:net|model|cnn|network|classifier|clf)\d*$"),
    ("batch_size", r"^(?:\w+_)?(?:batch_?size|bs)$"),
    ("epoch", r"^(?:epoch|epoch_idx)$"),
    ("classes", r"^class(?:es|_?names|_?labels)$"),
)  # fmt: skip
_BY_NAME = tuple((role, re.compile(spelling, re.IGNORECASE)) for role, spelling in _ROLES)

_NETWORK = re.compile(r"(?:^|_)(?:net|model|cnn)(?:_|$)", re.IGNORECASE)
_CLASS = re.compile(r"[A-Z][A-Za-z]*[a-z]")
_OF_NETWORKS = frozenset({".eval", ".train", ".to", ".cuda", ".parameters"})


def role_of(name: str, uses: frozenset[str]) -> str:
    """The role of a name, or an empty string.

    >>> role_of("cnn", frozenset()), role_of("trainloader", frozenset())
    ('model', 'loader')
    >>> role_of("my_lenet5", frozenset({"called", ".eval"})), role_of("f", frozenset({"called"}))
    ('model', '')
    """
    if _CLASS.match(name):
        return ""
    role = role_by_name(name)
    if "iterated" in uses and role in ("", "dataset"):
        return "loader"
    if role:
        return role
    if "called" in uses and (uses & _OF_NETWORKS or _NETWORK.search(name)):
        return "model"
    return "device" if "placed" in uses else ""


def role_by_name(name: str) -> str:
    """The role that the spelling of a name says."""
    return next((role for role, spelling in _BY_NAME if spelling.search(name)), "")


def is_for_training(name: str) -> bool:
    """Whether a name says that it is about the training set.

    >>> is_for_training("train_loader"), is_for_training("test_loader")
    (True, False)
    """
    return "train" in name.casefold() and "test" not in name.casefold()
