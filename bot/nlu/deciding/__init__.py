"""The rules by which evidence becomes a decision, each part of a conversation by itself; `bot.nlu.decision` puts them in order."""
