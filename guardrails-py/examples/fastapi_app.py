"""A FastAPI endpoint between a user and a model: what goes in and what comes out is checked, and what is blocked says only why.

    pip install guardrails-py fastapi uvicorn
    uvicorn fastapi_app:app
"""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from guardrails_py import Guard, Verdict

SYSTEM_PROMPT = "You are the assistant of a book shop. Answer in one short paragraph."

app = FastAPI()
guard = Guard({"name": "book-shop", "input": {"pii": "redact"}})


class Question(BaseModel):
    text: str


class Answer(BaseModel):
    text: str


@app.post("/chat")
def chat(question: Question) -> Answer:
    # A plain `def` runs in FastAPI's thread pool, and a long scan lets the other threads run.
    asked = allowed(guard.scan_input(question.text))
    answer = model(asked)
    return Answer(text=allowed(guard.scan_output(answer, prompt=asked, system_prompt=SYSTEM_PROMPT)))


def allowed(verdict: Verdict) -> str:
    """The text that may go on. Findings hold rules and places, never the text, so that they can be shown and logged."""
    if verdict.text is None:
        raise HTTPException(422, {"action": verdict.action, "kinds": sorted({finding.kind for finding in verdict.findings})})
    return verdict.text


def model(prompt: str) -> str:
    """Stands for the model."""
    return f"You asked: {prompt}"
