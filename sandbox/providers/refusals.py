"""Why a service does not take a request; each service has its own words for it."""


class Refusal(Exception):
    """`what` is one of the reasons below, or that of a `PictureError`.

    no-key, key, no-model, rate, body, too-large-body, money, content, no-task
    """

    def __init__(self, what: str, detail: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.detail = detail
