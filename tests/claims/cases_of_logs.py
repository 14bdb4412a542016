"""Logs of the run b16e5 as students hand them in, forged ones among them."""

from collections.abc import Mapping, Sequence

from tests.claims.conftest import EPOCHS, EVERY, STEPS, losses_of

ENDS = (*range(EVERY, STEPS, EVERY), STEPS)
Losses = Sequence[float]


def csv(losses: Losses, *, epochs: int = EPOCHS, header: str = "epoch,step,running loss") -> str:
    values = iter(losses)
    rows = [f"{epoch},{end},{next(values):.4f}" for epoch in range(1, epochs + 1) for end in ENDS]
    return "\n".join([header, *rows]) + "\n"


def printed(losses: Losses, form: str) -> str:
    values = iter(losses)
    return "\n".join(
        form.format(epoch=epoch, step=end, loss=next(values), epochs=EPOCHS, steps=STEPS)
        for epoch in range(1, EPOCHS + 1)
        for end in ENDS
    )


def without(text: str, start: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith(start))


def reversed_rows(text: str) -> str:
    head, *rows = text.splitlines()
    return "\n".join([head, *reversed(rows)])


OWN = losses_of(99)  # no seed of the baseline
LINE = [2.2 - 1.1 * at / (len(OWN) - 1) for at in range(len(OWN))]
SMOOTH = [1.1 + 1.2 * 2.718281828 ** (-at / 8) for at in range(len(OWN))]
PER_EPOCH = [sum(OWN[at : at + len(ENDS)]) / len(ENDS) for at in range(0, len(OWN), len(ENDS))]
TUTORIAL, BRACKETS = "[{epoch}, {step:5d}] loss: {loss:.3f}", (
    "Epoch [{epoch}/{epochs}], Step [{step}/{steps}], Loss: {loss:.4f}"
)  # fmt: skip


def bars(losses: Losses) -> str:
    """Bars of progress, which tell of a step whenever they like."""
    values, lines = iter(losses), []
    for epoch in range(1, EPOCHS + 1):
        for end in ENDS:
            loss = next(values)
            told = [end - 7 * (end % 9 + epoch + 3), end - 3 * epoch, end]
            lines += [
                f"Epoch {epoch}:  {100 * at // STEPS}%|####      | {at}/{STEPS} [00:08<00:04, "
                f"245.22it/s, loss={loss:.4f}]"
                for at in told
            ]
    return "\n".join(lines)


def dashboard(losses: Losses) -> str:
    """What a dashboard exports: steps counted through, and columns of one run."""
    ends = [epoch * STEPS + end for epoch in range(EPOCHS) for end in ENDS]
    head = '"Step","b16e5 - train/running_loss","b16e5 - train/running_loss__MIN"'
    rows = (f"{end},{x:.5f},{x:.5f}" for end, x in zip(ends, losses, strict=True))
    return "\n".join([head, *rows])


def counted_through(losses: Losses) -> str:
    """Columns of a library that names what each step gives, and counts all from zero."""
    values = iter(losses)
    rows = [
        f"{epoch},,{epoch * STEPS + end - 1},{next(values):.4f},"
        for epoch in range(EPOCHS)
        for end in ENDS
    ]
    return "\n".join(["epoch,lr-SGD,step,train_loss_step,val_acc", *rows])


# What the log earns: True, False with the code of the mistake, or None for a person.
LOGS: Mapping[str, tuple[str, bool | None, str]] = {
    "a table": (csv(OWN), True, ""),
    "lines of the tutorial": (f"Files already downloaded\n{printed(OWN, TUTORIAL)}", True, ""),
    "lines with totals": (printed(OWN, BRACKETS), True, ""),
    "semicolons": (csv(OWN).replace(",", ";"), True, ""),
    "epochs from zero": (printed(OWN, "epoch {epoch} step {step} loss {loss:.3f}"), True, ""),
    "lines of json": (
        printed(OWN, '{{"epoch": {epoch}, "step": {step}, "loss": {loss:.4f}}}'), True, "",
    ),
    "one entry an epoch": (
        "\n".join(["epoch,loss", *(f"{k + 1},{x:.4f}" for k, x in enumerate(PER_EPOCH))]), True, "",
    ),
    "bars of progress": (bars(OWN), True, ""),
    "of a dashboard": (dashboard(OWN), True, ""),
    "of a dashboard, cut off": ("\n".join(dashboard(OWN).splitlines()[:-9]), False, ""),
    "decimal commas": (
        csv(OWN).replace(",", ";").replace(".", ","), True, "",
    ),
    "printed with decimal commas": (
        "\n".join(line.replace(".", ",") for line in printed(OWN, TUTORIAL).splitlines()), True, "",
    ),
    "of twenty epochs": (csv([*OWN, *(3 * OWN)], epochs=20), False, ""),
    "of batch 4 with its own steps": (
        "\n".join(["epoch,step,loss", *(f"{e},{s},{1.5 - 0.05 * e}" for e in range(1, 6)
                                        for s in range(2000, 12501, 2000))]), False, "",
    ),
    "an epoch short": (csv(OWN, epochs=4), False, ""),
    "an epoch cut out": (without(csv(OWN), "3,"), False, ""),
    "a row cut out": (without(csv(OWN), "3,1000,"), False, ""),
    "the end cut off": (csv(OWN[:30] + OWN, epochs=5).replace(",3125,", ",2500,"), False, ""),
    "turned round": (reversed_rows(csv(OWN)), False, ""),
    "steps of batch 4": (printed(OWN, TUTORIAL).replace(" 3125]", "12500]"), False, ""),
    "totals of another run": (printed(OWN, BRACKETS).replace("/3125", "/12500"), False, ""),
    "epochs of another run": (printed(OWN, BRACKETS).replace("/5]", "/20]"), False, ""),
    "summed over the interval": (csv([500 * each for each in OWN]), False, "sum"),
    "far too low": (csv([0.3 * each for each in OWN]), False, "curve"),
    "far too high": (csv([2.0 * each for each in OWN]), False, "curve"),
    "negative": (csv([*OWN[:-1], -0.2]), False, "negative_loss"),
    "of probabilities": (csv([-0.3 * each / 2 for each in OWN]), False, "probabilities"),
    "below minus one": (csv([-each for each in OWN]), False, "penalty"),
    "diverged": (csv([*OWN[:20], *[float("nan")] * 15]), False, "not_finite"),
    "a straight line": (csv(LINE), False, "curve"),
    "a smooth exponential": (csv(SMOOTH), None, ""),
    "a run of the baseline": (csv(losses_of(3)), None, ""),
    "one loss outside": (csv([*OWN[:10], 2.9, *OWN[11:]]), None, ""),
    "impossible with its accuracy": (
        "epoch,loss,test loss,test accuracy\n"
        + "\n".join(f"{k + 1},{x:.3f},0.05,0.6" for k, x in enumerate(PER_EPOCH)),
        False, "loss_and_accuracy",
    ),
    "accuracies above one": (
        "epoch,loss,accuracy\n"
        + "\n".join(f"{k + 1},{x:.3f},{150 + k}" for k, x in enumerate(PER_EPOCH)),
        False, "percent",
    ),
    "an epoch repeated": (csv([*OWN[:28], *OWN[21:28]]), None, ""),
    "of a library that counts steps through": (counted_through(OWN), True, ""),
    "no numbers": ("the loss went down nicely", None, ""),
    "empty": ("", None, ""),
    "an accuracy alone": ("epoch,accuracy\n1,0.5\n2,0.6", False, ""),
}  # fmt: skip
