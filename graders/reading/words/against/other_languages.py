"""Words of other languages that deny, call wrong or give a reason, by their senses.

`WORDS` stand between spaces; in them "+" is a space, "-" any ending. `SIGNS` may stand within a
line that has no spaces, or with endings of their own.
"""

WORDS = {
    "denial": """nicht kein keine[mnr]? niemals nie pas jamais aucune? ningún ninguna nunca jamás
        tampoco non+(?:è|e|sono|vale|si|può|credo|penso|corretto|giusto) não nem niet geen nooit
        не нет никогда нельзя inte ikke değil hayır není nejsou""",
    "wrong": """falsch- fehlerhaft- verkehrt- unrichtig- ungültig- faux fausses? erroné- inexacte?s?
        falso falsa equivocad- erróne- sbagliat- errat[oaie] scorrett- errad[oa]s? incorret[oa]s?
        fout foute onjuist- verkeerd- błędn- błąd niepraw- źle неверн- неправильн- ошибочн- ложн-
        fel felaktig- feil forkert galt yanlış- hatalı- špatn- chybn- nesprávn- hibás rossz
        helytelen""",
    "right": """richtig- korrekt- correcte exacte correct[oa] corrett[oa] giust[oa] corret[oa]
        juist- poprawn- prawidłow- верно верн[аоы]я? правильн- rätt riktig- doğru správn- helyes""",
    "it": """das dies dieses cela ceci ça esto eso questo quello isto isso dit dat это to+jest
        detta dette""",
    "reason": """da weil denn puisque parce+que porque pois perché poiché ponieważ omdat
        потому так+как eftersom fordi çünkü protože mert""",
}
SIGNS = {
    "denial": "不是 并非 並非 ではない ではありません じゃない 아니 아닙 않 ليس नहीं ไม่ใช่",
    "wrong": """不对 不對 不正确 不正確 错 錯 作废 間違 誤り 違います 違う
        틀렸 틀린 틀리 잘못 خطأ خاطئ غير+صحيح اشتباه غلط गलत ग़लत ผิด""",
    "it": "这 這 これ 이것",
    "reason": "因为 因為 なぜなら ので 왜냐하면",
}
