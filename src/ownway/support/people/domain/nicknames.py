"""First names that one person may go by: an own small list, for finding, never for joining. Pure.

Each line holds names that stand for one another when somebody is looked for. A name may stand in
several lines (Sandy is Alexander and Alexandra).
"""

from collections import defaultdict

_LINES = """
margaret peggy peg maggie meg margie madge greta rita
elizabeth liz lizzie beth betty bess eliza libby lisa elsie
katherine catherine kathryn kate katie kath kathy cathy kitty kay
mary molly polly maria marie
dorothy dot dottie dolly dora
patricia pat patsy tricia trish
susan sue susie suzanne
barbara barb babs
christine chris chrissie christina tina
jacqueline jackie jacqui
jennifer jenny jen
joan joanie
josephine jo josie
joanna jo joanne
judith judy jude
lilian lily lil lillian
eleanor ellie nell nellie nora helen ellen
rebecca becky becca
ruth ruthie
sarah sally sadie
victoria vicky tori
winifred winnie win freda
florence flo florrie flossie
frances fran fanny francesca
gwendoline gwen wendy
henrietta hetty etta
isabel isabella bella izzy belle
millicent millie
deborah debbie deb debra
pamela pam
sandra sandy alexandra alex sasha
theresa teresa terry tess tessa
veronica ronnie vera
alexander alex alec sandy sasha
albert bert bertie al
alfred alf alfie fred
andrew andy drew
anthony tony antony
arthur art artie
benjamin ben benny
charles charlie chas chuck
christopher chris kit
daniel dan danny
david dave davy dai
donald don donnie
edward ted teddy ed eddie ned
francis frank frankie
frederick fred freddie
geoffrey geoff jeffrey jeff
george georgie
gerald gerry jerry
harold harry hal
henry harry hank
herbert bert herb
james jim jimmy jamie jem
john jack johnny jonathan jon
joseph joe joey
kenneth ken kenny
lawrence larry laurence laurie
leonard len lenny leo
matthew matt
michael mick mike micky mikey
mohammed muhammad mohamed mohammad
nicholas nick nicky
nigel nige
patrick pat paddy
peter pete
philip phil phillip
raymond ray
richard dick rick ricky richie
robert bob bobby rob robbie bert
ronald ron ronnie
samuel sam sammy
samantha sam sammy
stanley stan
stephen steve steven stevie
terence terry terrance
thomas tom tommy
timothy tim
victor vic
vincent vince
walter wally walt
wilfred wilf
william bill billy will willie
"""

_found: dict[str, set[str]] = defaultdict(set)
for _line in _LINES.split("\n"):
    _names = _line.split()
    for _name in _names:
        _found[_name].update(_names)
_ALIKE = {name: tuple(sorted(names - {name})) for name, names in _found.items()}


def also_called(name: str) -> tuple[str, ...]:
    """Names that somebody of this first name may go by, in any case; none for most names."""
    return _ALIKE.get(name.casefold(), ())
