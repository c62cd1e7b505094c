"""Politeness before and after a question, which says nothing about what is asked."""

from __future__ import annotations

import re

from bot.nlu.normalise import is_japanese

# Forms of address count only next to a greeting or a thank-you: "bu" opens "bu mau tanya", but "ibu saya" is whom it is about.
_RELATIVE = r"(?:kakak|pak|bapak|bu|ibu|om|tante)(?!\s+(?:saya|aku|ku|rt|rw|lurah|camat|kades|guru|mertua|kandung|hamil|kos)\b)"
_CALLED = rf"(?:(?:min|mimin|admin|kak|ka|pak/?bu|bapak/ibu|bpk/ibu|mas|mbak|bang|gan|sis|bro|semua|semuanya)|{_RELATIVE})"
_DAYTIME = r"(?:pagi|siang|sore|malam|malem)"
_GREETING = (
    r"(?:(?:halo+|hallo+|hello|hai|hay|hi|hey|permisi|punten|kulo\s?nuwun|nuwun sewu|om swastiastu|salam(?: sejahtera| kenal)?"
    r"|(?:a?ss?ala?m\w*\s?(?:u\s?)?(?:'?alaikum|mualaikum|ualaikum)?(?: wr\.?\s?wb\.?| warahmatullahi(?: wabarakatuh)?)?)"
    r"|(?:selamat|slmt|met) " + _DAYTIME + r"|" + _DAYTIME + r"(?= ?[,.!]| (?:min|admin|kak|pak|bu|mas|mbak)\b)"
    r"|(?:mohon )?maaf(?: ya| sebelumnya| banget| mengganggu| ganggu| waktunya)*"
    r"|(?:(?:saya|aku|mau|ingin|numpang|ijin|izin|boleh|cuma|hanya|sekedar|sekadar) )+(?:tanya|nanya|bertanya|tanya2|tanya-tanya|menanyakan)"
    r"(?: (?:soal|tentang|mengenai|perihal|dong|nih|ya|dikit|sedikit|sebentar))*"
    r"|tanya(?: dong| nih| ya| dikit)+)"
    r"(?:[ ,.!]*\b" + _CALLED + r"\b)*)"
)
_START = re.compile(rf"^(?:{_GREETING}(?:\s+(?:ya|nih|dong))?[\s,.!:;~\-🙏]*)+(?![a-z])", re.IGNORECASE)
_THANKS = r"(?:makasih|mksh|makasi|trimakasih|terima ?kasih|trims|tks|thx|thanks|suwun|matur (?:nuwun|suwun)|hatur nuhun|nuhun)"
_FILL = r"(?: banyak| banget| sebelumnya| ya| yaa| min| admin| kak| pak| bu| mas| mbak| gan| lho| loh)*"
_PLEASE = (
    r"(?:mohon|minta|tolong|tlg|butuh)(?: (?:ya|dong|segera))? "
    r"(?:info(?:nya|rmasi(?:nya)?)?|bantuan(?:nya)?|pencerahan(?:nya)?|penjelasan(?:nya)?|arahan(?:nya)?|petunjuk(?:nya)?|jawaban(?:nya)?"
    r"|di ?(?:jawab|balas|bales|bantu|respon|info(?:kan)?|jelaskan))"
)
_WAITING = r"(?:ditunggu|saya tunggu|sy tunggu) (?:jawaban|balasan|info|kabar)(?:nya)?"
_ASKING_END = re.compile(rf"(?:[\s,.!;~\-🙏]+(?:{_PLEASE}|{_WAITING}){_FILL})+[\s,.!?~🙏]*$", re.IGNORECASE)
_THANKING_END = re.compile(rf"(?:[\s,.!;~\-🙏]+{_THANKS}{_FILL})+[\s,.!?~🙏]*$", re.IGNORECASE)

_JA_GREETING = (
    r"(?:こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|はじめまして|初めまして|もしもし|お疲れ様です|お世話になっ?て?(?:おり|い)?ます|お世話になります"
    r"|(?:お忙しい(?:ところ|中)|突然)(?:、|に)?(?:大変)?(?:すみません|申し訳(?:ありません|ございません)|恐縮です|恐れ入ります|失礼します|失礼いたします)"
    r"|すみません|すいません|失礼(?:いた)?します|恐れ入ります|恐縮です|申し訳(?:ありません|ございません))(?:が|けど|けれども)?"
)
_JA_ASKING = (
    r"(?:(?:ちょっと|少し|少々|ひとつ|一つ)*(?:お聞き|お伺い|うかがい|伺い|お尋ね|おたずね|質問|相談|ご相談|教えて)"
    r"(?:し|いただき|もらい)?(?:たい|ても(?:いい|よろしい)(?:です|でしょう)か)?(?:の|ん|こと)?(?:です|があります|がある|があって)?(?:が|けど|けれど|けれども|ので)?)"
)
_JA_START = re.compile(rf"^(?:(?:{_JA_GREETING}|{_JA_ASKING}(?=[、。,!！? ]))[、。,.!！?？~〜 🙇]*)+")
_JA_END = re.compile(
    r"(?:(?<=[。、!！?？ かねよすたいけど])|(?<=ので)|(?<=です))"
    r"[、。!！ ]*(?:(?:すみませんが|すいませんが|お手数ですが|お忙しいところすみませんが|恐れ入りますが)?[、 ]*"
    r"(?:(?:どうぞ|どうか|何卒)?(?:よろしく|宜しく)(?:お願い(?:いた|致)?します|お願い|です)?|お願い(?:いた|致)?します"
    r"|教えて(?:いただける|頂ける|もらえる|くださる)と(?:助かります|嬉しいです|うれしいです|幸いです|ありがたいです)|ありがとうございます|助かります)"
    r"[、。!！?？~〜 🙇]*)+$"
)


def without_courtesy(text: str) -> str:
    """A normalised text without greetings, apologies, requests for information and thanks around the question.

    The whole text when there is no question in it: then the politeness is what it says.
    """
    begun = _JA_START.sub("", _START.sub("", text)).strip(" ,、")
    if not _says_enough(begun, 2, 4):
        begun = text
    # Thanks are worth more than a word or two before them: "sudah jelas, terima kasih" is a farewell.
    for end, words, signs in ((_ASKING_END, 2, 4), (_THANKING_END, 3, 6), (_ASKING_END, 2, 4), (_JA_END, 3, 6)):
        ended = end.sub("", begun).strip(" ,、")
        begun = ended if _says_enough(ended, words, signs) else begun
    return begun


def _says_enough(rest: str, words: int, signs: int) -> bool:
    """Whether what remains can be the question itself. "ok" before a thank-you is not, nor is who was greeted."""
    letters = sum(sign.isalnum() for sign in rest)
    return letters >= signs if is_japanese(rest) else len(rest.split()) >= words or letters >= 2 * signs or (letters > 1 and "?" in rest)
