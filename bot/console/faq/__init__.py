"""The pages on which staff write and publish questions and answers. What they change lies in `bot.faq`."""
