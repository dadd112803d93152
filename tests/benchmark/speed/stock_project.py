"""A stock Rasa project on our taught messages: an intent, a rule and a response for each topic."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from pathlib import Path

from clinic.settings import ROOT
from clinic.training.examples import taught_messages

MOST_EXAMPLES = 15  # of an intent: training on all of them would take hours
STORIES = 30  # of three topics each, for the policies that learn from stories

# What `rasa init` configures, with fewer epochs: they cost nothing when a message is answered.
DEFAULT_PIPELINE = """
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: 3
  constrain_similarities: true
- name: EntitySynonymMapper
- name: ResponseSelector
  epochs: 3
  constrain_similarities: true
- name: FallbackClassifier
  threshold: 0.3
  ambiguity_threshold: 0.1
policies:
- name: MemoizationPolicy
- name: RulePolicy
- name: UnexpecTEDIntentPolicy
  max_history: 5
  epochs: 2
- name: TEDPolicy
  max_history: 5
  epochs: 2
  constrain_similarities: true
"""
# The same without what needs TensorFlow.
LIGHT_PIPELINE = """
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: LogisticRegressionClassifier
- name: FallbackClassifier
  threshold: 0.3
policies:
- name: MemoizationPolicy
- name: RulePolicy
"""


def project_files(pipeline: str) -> dict[str, str]:
    """The project as {path: text}, always the same for the same taught messages."""
    examples: dict[str, list[str]] = defaultdict(list)
    for label, text in taught_messages(ROOT / "data" / "nlu"):
        examples[label.replace("/", "_")].append(text)
    draw = random.Random(1)
    names = sorted(examples)
    nlu = ['version: "3.1"\nnlu:\n']
    for name in names:
        kept = draw.sample(examples[name], min(MOST_EXAMPLES, len(examples[name])))
        nlu.append(f"- intent: {name}\n  examples: |\n")
        nlu += [f"    - {text}\n" for text in kept]
    responses = {name: f"About {name}." for name in [*names, "nlu_fallback"]}
    rules = "".join(f"- rule: {name}\n  steps:\n{_steps(name)}" for name in responses)
    told = ("".join(map(_steps, draw.sample(names, 3))) for _ in range(STORIES))
    stories = "".join(f"- story: story {n}\n  steps:\n{steps}" for n, steps in enumerate(told))
    utters = "".join(
        f"  utter_{name}:\n  - text: {json.dumps(text)}\n" for name, text in responses.items()
    )
    intents = "".join(f"- {name}\n" for name in names)
    return {
        "config.yml": f"recipe: default.v1\nlanguage: en\nassistant_id: stock\npipeline:{pipeline}",
        "domain.yml": f'version: "3.1"\nintents:\n{intents}responses:\n{utters}',
        "data/nlu.yml": "".join(nlu),
        "data/rules.yml": f'version: "3.1"\nrules:\n{rules}',
        "data/stories.yml": f'version: "3.1"\nstories:\n{stories}',
        "credentials.yml": "rest:\n",
    }


def write_project(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _steps(name: str) -> str:
    return f"  - intent: {name}\n  - action: utter_{name}\n"
