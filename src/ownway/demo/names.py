"""Names as they are heard in England today, by decade of birth; nobody is meant by any of them."""

from dataclasses import dataclass
from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


@dataclass(frozen=True, slots=True)
class Community:
    """People who choose names alike. Given names stand by year of birth: before the year given."""

    women: tuple[tuple[int, tuple[str, ...]], ...]
    men: tuple[tuple[int, tuple[str, ...]], ...]
    families: tuple[str, ...]

    def given_name(self, rng: Random, *, woman: bool, born: int) -> str:
        cohorts = self.women if woman else self.men
        fitting = next((names for before, names in cohorts if born < before), cohorts[-1][1])
        return rng.choice(fitting)

    def family_name(self, rng: Random) -> str:
        return rng.choice(self.families)


_EVER = 9999

ENGLISH = Community(
    women=(
        (
            1946,
            _words(
                """
        Ada Audrey Barbara Beryl Betty Brenda Connie Daphne Dilys Doreen Doris Dorothy
        Edith Edna Eileen Elsie Enid Ethel Eunice Freda Gladys Grace Gwen Hazel Hilda
        Irene Iris Ivy Jean Joan Joyce June Kathleen Lilian Mabel Margaret Marjorie Mavis
        Mildred Muriel Myrtle Nancy Nora Olive Pamela Patricia Peggy Phyllis Rita Ruby
        Sheila Sylvia Thelma Vera Violet Winifred
        """
            ),
        ),
        (
            1966,
            _words(
                """
        Alison Angela Ann Anne Beverley Carol Caroline Celia Christine Dawn Deborah Denise
        Diane Elaine Elizabeth Frances Gail Gillian Glenda Heather Hilary Jacqueline Jane
        Janet Janice Jennifer Jill Judith Julie Karen Kathryn Lesley Linda Lorraine Lynne
        Marilyn Mary Maureen Moira Pauline Penelope Rosemary Ruth Sally Sandra Sheena
        Susan Teresa Theresa Valerie Veronica Vivien Wendy Yvonne
        """
            ),
        ),
        (
            1986,
            _words(
                """
        Alexandra Amanda Andrea Anna Catherine Cheryl Claire Clare Donna Emma Fiona Hannah
        Helen Joanna Joanne Katie Kelly Kerry Kirsty Laura Leanne Lisa Louise Lucy Mandy
        Melanie Michelle Natalie Natasha Nicola Paula Rachel Rebecca Samantha Sarah Sharon
        Sonia Stacey Stephanie Tanya Tara Tracey Vanessa Victoria Zoe
        """
            ),
        ),
        (
            _EVER,
            _words(
                """
        Abigail Amber Amy Beth Bethany Caitlin Charlotte Chloe Courtney Daisy Ellie Emily
        Erin Freya Georgia Hollie Holly Imogen Isobel Jade Jasmine Jessica Jodie Kayleigh
        Lauren Leah Lily Lucy Maisie Megan Millie Molly Naomi Olivia Paige Phoebe Poppy
        Rosie Shannon Sophie Summer Tegan Tilly Willow
        """
            ),
        ),
    ),
    men=(
        (
            1946,
            _words(
                """
        Albert Alfred Alec Arnold Arthur Basil Bernard Bertram Cecil Clifford Cyril Dennis
        Desmond Donald Douglas Edgar Edwin Eric Ernest Francis Frank Frederick George
        Gerald Gordon Harold Henry Herbert Horace Hubert Ivor Jack Kenneth Leonard Leslie
        Lionel Maurice Norman Percy Ralph Raymond Reginald Ronald Roy Sidney Stanley
        Thomas Vernon Victor Walter Wilfred William
        """
            ),
        ),
        (
            1966,
            _words(
                """
        Adrian Alan Andrew Barry Brian Bruce Charles Christopher Clive Colin David Derek
        Edward Geoffrey Glyn Graham Gregory Howard Hugh Ian Jeffrey Jeremy John Keith
        Kevin Malcolm Martin Michael Neil Nicholas Nigel Patrick Paul Peter Philip Richard
        Robert Rodney Roger Rupert Russell Simon Stephen Stuart Terence Timothy Trevor
        """
            ),
        ),
        (
            1986,
            _words(
                """
        Aaron Adam Alexander Anthony Ben Benjamin Carl Christian Craig Daniel Darren Dean
        Duncan Gareth Gary Gavin Giles James Jason Jonathan Julian Justin Lee Leigh Marc
        Mark Matthew Nathan Oliver Robin Ross Ryan Samuel Scott Sean Shaun Spencer Steven
        Stewart Toby Tom Wayne Will
        """
            ),
        ),
        (
            _EVER,
            _words(
                """
        Alfie Archie Ashley Bailey Bradley Callum Cameron Charlie Connor Dominic Dylan
        Elliot Ethan Finley Freddie Harry Harvey Jack Jacob Jake Jordan Josh Joshua Kieran
        Kyle Lewis Liam Logan Louis Luke Mason Max Noah Oscar Owen Reece Rhys Rory Sam
        Taylor Theo Toby Tyler Zachary
        """
            ),
        ),
    ),
    families=_words(
        """
        Abbotsby Adlam Alderwick Amesbury Annetts Applegarth Ashcombe Attwater Axford
        Babbage Backhouse Baldock Barrowcliffe Bascombe Baverstock Beddoes Benfield
        Berryman Biddlecombe Blackaller Boddington Bolitho Bowditch Bracegirdle Bragg
        Brimble Broadhurst Bugler Burridge Butterworth Caddy Calcott Canniford Carpenter
        Catchpole Chaffey Chivers Churchward Coombes Copplestone Corbin Cotterell
        Courtenay Crabtree Crocombe Cruwys Cudlipp Dampney Dawlish Denning Derriman Dibble
        Doble Dolbear Drewett Dunscombe Eastaugh Edgcumbe Ellacott Elphick Endacott
        Fairweather Farthing Fernyhough Fishlock Fouracre Foxcroft Fudge Furzey Gapper
        Garland Gaunt Gillingham Godbeer Goodchild Gorwyn Greenaway Grinter Gudge Hallett
        Hannaford Hardwill Harker Hawkesworth Haysom Heathfield Hebditch Hembrow Hiscock
        Hockaday Holloway Honeyball Horsington Hounsell Huxtable Inkpen Isgrove Jeans
        Jeeves Jenkyn Jolliffe Kellaway Kerslake Kiddle Kingcott Knapman Lambourne
        Langdon Larcombe Laverick Legg Lilley Loveridge Luscombe Lydford Maidment
        Makepeace Matravers Meadowcroft Membury Merrick Middleditch Milborne Mogg Moxham
        Mullins Netherway Newcombe Norcott Northover Nuttall Oakshott Oldreive Orchard
        Osmond Otterbourne Paddick Parsley Passmore Paull Pennington Perrott Pinchin
        Pitfield Plumridge Pocock Pomeroy Portlock Pottinger Prideaux Puddy Quick Quinton
        Radford Rainbow Rendell Ridout Rockett Rossiter Rowsell Runnalls Sainsbury
        Salisbury Samways Sansom Scammell Seaward Selwood Shapland Sherborne Shorland
        Slocombe Snelgrove Southcott Spearing Spracklen Squibb Stainer Stallard Stickland
        Stoodley Strawbridge Summerhayes Sweetland Swetman Symes Tanswell Tapscott Tavener
        Thorngate Tilsed Tizzard Toogood Toovey Torrington Tredwell Tuckwell Twyford
        Tybalt Underdown Upcott Upshall Venner Vickery Vosper Wadham Wareham Waterfield
        Weatherby Westaway Whetham Whittle Wicksteed Widdecombe Willoughby Winsor
        Withycombe Woodland Woolcott Wraxall Yandle Yeatman Yelland Youings
        """
    ),
)

IRISH = Community(
    women=(
        (
            1966,
            _words(
                """
        Bridget Bernadette Breda Kathleen Mairead Maeve Noreen Nuala Philomena Una
        """
            ),
        ),
        (
            _EVER,
            _words(
                """
        Aisling Aoife Ciara Deirdre Fionnuala Niamh Orla Roisin Sinead
        """
            ),
        ),
    ),
    men=(
        (
            1966,
            _words(
                """
        Brendan Declan Dermot Eamon Fergus Finbarr Liam Michael Padraig Seamus
        """
            ),
        ),
        (
            _EVER,
            _words(
                """
        Aidan Cathal Cian Conor Darragh Eoin Ronan
        """
            ),
        ),
    ),
    families=_words(
        """
        Brannigan Coughlan Deasy Feeney Gilhooly Hanrahan Kilbride Lenihan McGarrity
        O'Dwyer O'Hanlon O'Shaughnessy Rafferty Scanlon Tierney
        """
    ),
)

POLISH = Community(
    women=(
        (
            _EVER,
            _words(
                """
        Agnieszka Barbara Danuta Dorota Ewa Halina Jadwiga Joanna Krystyna Magdalena
        Malgorzata Stanislawa Teresa Wanda Zofia
        """
            ),
        ),
    ),
    men=(
        (
            _EVER,
            _words(
                """
        Andrzej Bogdan Czeslaw Henryk Jacek Janusz Jerzy Kazimierz Leszek Marek Piotr
        Stanislaw Tadeusz Wojciech Zbigniew
        """
            ),
        ),
    ),
    families=_words(
        """
        Bielecki Czajka Dudek Gajda Jablonski Kaczmarek Kubiak Lisowski Malinowski
        Ostrowski Pietrzak Sikora Urban Wrona Zielinski
        """
    ),
)

ROMANIAN = Community(
    women=(
        (
            _EVER,
            _words(
                """
        Alina Cristina Daniela Elena Ioana Luminita Mihaela Rodica Simona
        """
            ),
        ),
    ),
    men=(
        (
            _EVER,
            _words(
                """
        Adrian Bogdan Constantin Florin Gheorghe Ionel Mihai Radu Vasile
        """
            ),
        ),
    ),
    families=_words(
        """
        Albu Balan Cojocaru Dumitrescu Ene Ionescu Lupu Munteanu Stoica Ungureanu
        """
    ),
)

INDIAN = Community(
    women=(
        (
            1966,
            _words(
                """
        Amarjit Balwinder Gurmeet Harbans Kamla Kusum Lalita Nirmala Pushpa Savita Shanta
        Surinder Usha Vimla
        """
            ),
        ),
        (
            _EVER,
            _words(
                """
        Anjali Deepa Harpreet Jasleen Kavita Meera Nisha Priya Rajni Sunita
        """
            ),
        ),
    ),
    men=(
        (
            1966,
            _words(
                """
        Amrik Balbir Bhupinder Dilip Gurdial Harbhajan Kanti Mohinder Natwar Pritam Ramesh
        Suresh
        """
            ),
        ),
        (
            _EVER,
            _words(
                """
        Amit Arjun Dev Harjit Jaspreet Kiran Nikhil Rahul Sanjay Vikram
        """
            ),
        ),
    ),
    families=_words(
        """
        Bhatt Chauhan Dhillon Gill Joshi Kohli Lad Mistry Nayyar Parmar Purewal Sandhu
        Sethi Solanki Vadher
        """
    ),
)

PAKISTANI_BANGLADESHI = Community(
    women=(
        (
            1966,
            _words(
                """
        Amina Bashiran Fatima Hamida Jamila Khadija Maryam Nasreen Rashida Razia Sakina
        Zubeda
        """
            ),
        ),
        (
            _EVER,
            _words(
                """
        Aisha Farzana Iqra Nadia Rukhsana Saima Samina Shabana Tahira Yasmin
        """
            ),
        ),
    ),
    men=(
        (
            1966,
            _words(
                """
        Abdul Aslam Bashir Ghulam Hanif Iqbal Karim Mahmood Nazir Yaqub
        """
            ),
        ),
        (
            _EVER,
            _words(
                """
        Adeel Bilal Faisal Hamza Imran Kamran Nadeem Omar Tariq Usman Zahid
        """
            ),
        ),
    ),
    families=_words(
        """
        Akhtar Bhatti Chowdhury Dar Ghafoor Hashmi Islam Javed Khanum Latif Mahmud Naqvi
        Qureshi Uddin Waheed Zaman
        """
    ),
)

CARIBBEAN = Community(
    women=(
        (
            1966,
            _words(
                """
        Beverley Carmen Cislyn Delrose Enid Gloria Hyacinth Icilda Merle Norma Pearl Sonia
        Verona Winsome
        """
            ),
        ),
        (
            _EVER,
            _words(
                """
        Chantelle Donna Jacinth Keisha Marcia Natalie Shanice Simone Tamika
        """
            ),
        ),
    ),
    men=(
        (
            1966,
            _words(
                """
        Alford Carlton Clinton Delroy Egbert Fitzroy Linton Lloyd Neville Winston
        """
            ),
        ),
        (
            _EVER,
            _words(
                """
        Andre Curtis Dwayne Errol Jermaine Leon Marlon Marcus Nathaniel Tyrone
        """
            ),
        ),
    ),
    families=_words(
        """
        Bartley Blackwood Brathwaite Cumberbatch Dacres Facey Grandison Hinds Lindo
        McCalla Nembhard Palmer Rowe Sobers Wynter
        """
    ),
)

AFRICAN = Community(
    women=(
        (
            _EVER,
            _words(
                """
        Abena Adaeze Akosua Amara Blessing Chidinma Efua Folake Grace Mercy Ngozi Oluchi
        Patience Thandiwe Yetunde
        """
            ),
        ),
    ),
    men=(
        (
            _EVER,
            _words(
                """
        Ayodele Chidi Emeka Femi Godfrey Ibrahim Kofi Kwame Obinna Olu Samuel Tendai Tunde
        Yaw Zuberi
        """
            ),
        ),
    ),
    families=_words(
        """
        Abiola Adeyemi Agyeman Boateng Chukwu Danso Eze Mensah Moyo Ndlovu Nwosu Okafor
        Olawale Owusu Tembo
        """
    ),
)

CHINESE = Community(
    women=(
        (
            _EVER,
            _words(
                """
        Ah-Lan Hui-Min Jia Li-Hua Mei Pui-Ling Siu-Fong Wai-Yee Xiu Ying
        """
            ),
        ),
    ),
    men=(
        (
            _EVER,
            _words(
                """
        Chi-Keung Hoi-Ming Jian Kwok-Wah Ming Shing Tak-Wing Wei Yiu Zhi
        """
            ),
        ),
    ),
    families=_words(
        """
        Au Cheung Fung Ho Kwan Lam Mok Pang Tsang Wong Yip
        """
    ),
)

ARAB_TURKISH = Community(
    women=(
        (
            _EVER,
            _words(
                """
        Aylin Emine Fadwa Hanan Huda Leyla Mona Nour Salma Zeynep
        """
            ),
        ),
    ),
    men=(
        (
            _EVER,
            _words(
                """
        Ahmet Bassam Emre Hassan Khaled Mehmet Nabil Sami Tarek Yusuf
        """
            ),
        ),
    ),
    families=_words(
        """
        Aksoy Barakat Demir Farouk Haddad Kaya Mansour Nassar Saleh Yildiz
        """
    ),
)
