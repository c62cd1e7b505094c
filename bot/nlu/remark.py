"""What is said in the middle of a conversation and asks nothing: that one has heard, wonders, or thinks."""

from __future__ import annotations

import re
from typing import Literal

Remark = Literal["heard", "thanks", "grumble", "doubt"]

# With what such a remark may begin and end.
_AROUND_ID = r"(?:ya|yo|iya|pak|bu|mas|mbak|min|kak|dong|deh|sih|nih|lah|to|tah|ta|lho|loh|dah|gitu|ngono)"
_HEARD_ID = (
    r"(?:oh+|ooh*|o+|ow+|oalah|owalah|walah|wah|waduh|hm+|hem+|ehm+|eh|nah|wo+|begitu|gitu|ngono|ngoten|nggih|inggih|ternyata|oke+|ok|okey|sip|siap"
    r"|baik(?:lah)?|noted|paham|mengerti|ngerti|(?:saya |aku )?sudah (?:paham"
    r"|mengerti|ngerti)|iya|ya|yo|masa|masak|masa sih|alhamdulillah|syukur(?:lah)?"
    r"|lumayan|mantap|bagus|keren|haha|hehe|wkwk\w*)"
)
_HEARD_JA = (
    r"(?:(?:は|へ|ほ|ふ)[ぁあえぇうーー〜~]*ん?|ふーん|ふうん|ふむ|うーん|んー|ほー|へー|へえ|へぇ|ほう|ほうほう|おお|おー|ああ|あー|あっ?|え|えー|えっ"
    r"|(?:よく|だいたい|大体)?わかりました|(?:よく|だいたい|大体)?分かりました|なるほど(?:です)?|なるへそ|そう(?:か|っか|なん|なのか|なんか|なの|なんだ|なんや|なんですか|なんですね|ですか|ですね|でしたか|やったん|やったんや|か|なんか)?"
    r"|そうなん(?:や|だ|やね|だね|ですね|ですか|かいな)?|せやな|せやね|さよか|さよですか|ほうか|そうでっか|せやったんか|そっか|そっかー|ほんま(?:に|かいな)?|本当(?:に|ですか)?|まじ(?:で|か|っすか)?"
    r"|わか(?:りました|った|ったで|ったよ)|分か(?:りました|った)|了解(?:です|しました)?|承知しました|良かった(?:です)?|よかった(?:です|ばい)?|ええな|いいですね|ほな|ふむふむ)"
)
_END_JA = r"(?:[ぁあなねわよやのんばいとーー〜~]|です|ですね|ですか|ばい|たい|とね)*"
_HEARD = re.compile(
    rf"^(?:{_HEARD_ID}|{_AROUND_ID})(?:[ ,.!…~]+(?:{_HEARD_ID}|{_AROUND_ID}))*[ .!…~]*$"
    rf"|^{_HEARD_JA}{_END_JA}(?:[、。!… ]*{_HEARD_JA}{_END_JA})*[。!… ]*$"
)
# 「どうも」 greets who has not spoken yet, and thanks who has.
_THANKS = re.compile(
    r"^(?:いや|あ|ああ|や)?[、 ]*どうも(?:どうも|です|ね|な|っす)*[。!… ]*$"
    r"|^(?:terima kasih|makasih|suwun|nuwun|matur nuwun|トゥリマカシ|テリマカシ)[ !.。]*$"
)


# What the citizen will do now.
_FIRST_JA = (
    r"(?:じゃあ?|では|ほな|ほんなら|とりあえず|今度|明日|後日|また|一度|一回|あとで|これから|今から"
    r"|自分で|家族と|(?:窓口|役所|そちら)に|電話で)"
)
_DEED_JA = (
    r"(?:電話|相談|連絡|準備|用意|確認|検討|申請|申し込み|問い合わせ|聞い|行っ|調べ|やっ|試し|探し|持って行っ|見|考え|読ん|そう)し?[てで]?"
    r"(?:み(?:ます|る|よう|ますね|るわ)|き(?:ます|ますね)|おきます|くるわ|ます|ますね|する|よう|くる)(?:ね|わ|よ|ばい|けん|で|な)*"
    r"|(?:作る|出す|取る|もらう|待つ|行く|払う|頼む|申し込む|届ける|読む|やる|聞く|調べる|持って行く)(?:わ|で|ね|よ|けん|ばい)+"
)
_FIRST_ID = rf"(?:{_HEARD_ID}|{_AROUND_ID}|wis|nanti|besok|kalau begitu|kalo gitu|lek ngono)"
_DEED_ID = (
    r"(?:saya|aku|kulo|tak) (?:coba |cobo |akan )?"
    r"(?:telepon|telpon|nelpon|tanya|tanyakan|datang|urus|siapkan|siapin|cari|baca|ke sana|mrono|ke kantor(?:nya)?)"
    rf"(?: (?:dulu|aja|saja|ke sana|langsung|sek|{_AROUND_ID}))*"
)
_WILL_DO = re.compile(
    rf"^(?:{_HEARD_JA}{_END_JA}[、。! ]*)?(?:{_FIRST_JA}[、 ]*)*(?:{_DEED_JA})[。!… ]*$|^(?:{_FIRST_ID}[ ,]+)*{_DEED_ID}[ .!…]*$"
)


# That it is laborious or hard to grasp: no complaint about anybody.
_GRUMBLE = re.compile(
    r"^(?:なん(?:や|か|だ)|もう|うわ[ぁー]*|え[えー]*|は[あぁ]+|あー|うーん|ほんま(?:に)?|本当に|ちょっと|けっこう|結構|[、。 ])*"
    r"(?:(?:手続き?|役所|これ|それ)(?:って|は|が|も)?|お役所仕事(?:や|だ)?(?:な|ね)?)?[、 ]*(?:めっちゃ|えらい|ばり|すごく|とても|少し)?"
    r"(?:めんど(?:う|くさ)?|面倒(?:くさ|臭)?|ややこし|複雑|難し|むずかし|むつかし|大変|たいへん|せからし|しんど|最悪|さいあく|(?:疲|つか)れ(?:まし)?た)"
    r"(?:い|く|か|かね|すぎ(?:る|や)?|そう|だ|や|です|ん|の|ね|な|[あぁえぇー]|わ|のう|ばい|たい|やん|やねん|けん|よ)*[。!…~ ]*$"
)


_GRUMBLE_ID = re.compile(
    rf"^(?:(?:{_HEARD_ID}|aduh|duh|waduh|ya ampun|ampun|lha|kok|{_AROUND_ID}) +)*"
    r"(?:syarat(?:nya)?|berkas(?:nya)?|ngurus(?:nya)?|urusan(?:nya)?|prosedur(?:nya)?|caranya|prosesnya)? ?(?:kok )?"
    r"(?:banyak|ribet|rumit|repot|ruwet|susah|sulit|bingung|pusing|puyeng|akeh|angel|ngelu|mumet)(?:nya|e|men|banget)?"
    rf"(?: (?:sekali|banget|amat|juga|tenan|kali|pisan|temen|bener|{_AROUND_ID}))*[ .!…~]*$"
)


_DOUBT = re.compile(
    r"^(?:え[えっー]*|へえ*|うそ(?:やん|でしょ)?|[、 ])*(?:ほんま|ほんと|ほんとう|本当|まじ|マジ|間違いな[いか])"
    r"(?:に|で|です|なん|や|ね|と|の|か)*[?？]+$"
    r"|^(?:masa|masak|beneran|yang bener|serius|benarkah|apa benar)(?: (?:sih|nih|min|kak|pak|bu))*\?+$"
)


def remark_in(text: str) -> Remark | None:
    """The remark that a normalised text is and nothing more; None for one that asks or tells something."""
    if _THANKS.match(text):
        return "thanks"
    if "?" not in text and not text.endswith(("ですか", "ますか")) and (_GRUMBLE.match(text) or _GRUMBLE_ID.match(text)):
        return "grumble"
    if _DOUBT.match(text):
        return "doubt"
    return "heard" if "?" not in text and (_HEARD.match(text) or _WILL_DO.match(text)) else None
