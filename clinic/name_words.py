"""The words by which names of people are known, and those that are none in spite of a capital."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Given names that hardly anybody writes meaning something else; known in small letters, too.
GIVEN_NAMES = _words("""
aaliyah aaron abby abigail adam adrian adriana adrienne agnes agnieszka aidan aisha alan albert
alberto alejandra alejandro aleksandra alessandra alex alexander alexandra alexis alfred alfredo
alice alicia alina alison allison alyssa amalia amanda amelia amir amy ana anastasia andre andrea
andreas andrew andrzej andy angelica angelina ania anita ann anna annabelle anne annette annie
anthony antoine antonia antonio anya ashley audrey ayesha barbara bartosz basia beata beatrice
beatriz becky ben benjamin bernadette bernard beth bethany betty bev beverly bianca blanche bob
bobby brad bradley brandon brenda brendan brian briana brianna bridget brittany bruce bryan caitlin
camila camille carla carlos carmela carmen carol caroline carolyn cassandra caterina catherine
cathy cecilia celine cesar charlene charles charlie charlotte cheryl chloe chris christina
christine christopher cindy claire clarissa claudia colin colleen connie connor corey craig
cristina cynthia daniel daniela danielle danny danuta darlene darren dave david debbie deborah
debra deepa delia denise dennis derek diana diane diego dimitri dmitri dominique donald donna
doreen doris dorota dorothy doug douglas duncan dustin dylan edgar edith eduardo edward edwin edyta
eileen elaine eleanor elena eli elijah elisa elise elizabeth ella ellen elsa elzbieta emilia emilio
emily emma emmanuelle enrique eric erica erik erika erin ernesto esmeralda estelle esther ethan
eugene evan evelyn ewa fatima fatou felicia felipe fernanda fernando fiona florian frances
francesca francesco francine francisco francois françois frederick gabriel gabriela gabriella gary
geoff geoffrey george gerald geraldine gerard gianna gina giovanni giulia giuseppe gladys glenn
gonzalo gordon gosia grazyna greg gregory greta guadalupe guillaume guillermo gustavo hailey hannah
harold harriet harry hector heidi helen helena henry herbert hilary hillary howard hussein ian
ibrahim ignacio ilona imani ines ingrid irena irene irina isaac isabel isabella isabelle ivan ivana
jaclyn jacob jacqueline jacques jaime jake jamal james jamie jane janet janice janina janine jared
jasmin jason javier jeff jeffrey jenna jennifer jenny jeremy jerome jerry jess jesse jessica jessie
jill jim jimmy jo joan joana joanna joanne joao jocelyn joe joel joey johanna john johnny jon
jonathan jorge jose josefina joseph josephine joshua josé joão juan juana juanita judith judy julia
julian juliana julie juliet julio justin justyna kaitlyn kamal kamila karen karina karl karla
karolina kasia katarzyna kate katelyn katerina katherine kathleen kathryn kathy katia katie katy
kayla keisha keith kelly kelsey ken kenneth kenny kerry kev kevin kiara kimberly kirsten kirsty
kofi kristen kristin kristina kristy krystal krystyna krzysztof kwame kyle larry latoya laura
lauren laurie lawrence leah leila lena leona leonard leonardo leroy leslie leticia liam lidia
lillian lina lindsay liz liza lois lorena lorenzo loretta lori lorraine louis louisa louise lourdes
luca lucas lucia lucille lucy luigi luis luisa luiz lukasz luke lydia lynn maciej madeline mae
maeve magdalena malgorzata malik manuel manuela marcela marcelo marcia marco marcos marcus margaret
margarita marguerite maria mariah mariam mariana marianne maribel marie mariella marilyn mario
marisa marisol marissa marjorie marlene marta martha martin martina marvin mary maryam maría
mateusz matheus mathew mathieu matt matthew maureen mauricio maxine małgorzata megan meghan mei
melanie melinda melissa meredith michael michal michel michele michelle miguel mikael mike mikhail
mildred mindy miranda miriam mitchell mohamed mohammed moira molly monica monika monique muhammad
myra myriam nadia nadine nancy naomi natalia natalie natasha nate nathalie nathan nathaniel neil
nelson nicholas nicolas nicole nikki nina noah noel noelle noemi nora norman octavio oksana olga
oliver olivia omar oona oscar otto owen pablo paige pam pamela paola patrice patricia patrick
patrycja patti patty paul paula pauline pawel paweł pedro peggy penelope peter petra phil philip
philippe phillip phoebe phyllis pierre piotr polly priscilla priya priyanka rachel rafael ralph
ramon ramona randall randy raquel raul raymond rebecca regina renata rene renee rhonda ricardo
richard rick rita robert roberta roberto rocio rodney rodrigo roland ronald ronnie rosalba rosalie
rosalind rosanna rosario roseanne rosemarie roxana roxanne ruben rubén rupert russell ruth ryan
sabrina samantha samira samuel sandra sanjay santiago sara sarah scott sean sebastian sergei sergio
seth shanice shannon sharon shauna shawn sheila shelby shelley sheri sherry shirley shona sidney
silvia simon simona simone sofia sonia sonya sophia sophie stacey stacy stanley stefan stefania
stella steph stephanie stephen steve steven stuart susan susana susanna susie suzanne suzy svetlana
sylvia tamara tamika tammy tanya tara tasha tatiana ted teresa terri theodore theresa therese
thiago thomas tiana tiffany tim timothy tina todd tom tomas tomasz tommy toni tony tonya tracey
tracy travis trevor tricia trina trisha tristan tyler tyrone ursula valentina valerie vanessa
vernon veronica veronika vicki vicky victor victoria vikram vincent viola vivian viviana vladimir
walt walter wanda warren wayne wendy wesley whitney wilfredo william willie winston wojciech xavier
ximena xiomara yasmin yesenia yolanda yuki yvette yvonne zachary zainab zeynep zoe zoey zofia
zuzanna
""")

# Given names that are words, places or plants as well: names only where the sentence says so.
ALSO_WORDS = _words("""
abril alba alexa alma amber amir angel angela april art asia aurora austin autumn basil bea bill
blanca brooke brooklyn candy carolina carrie cat celeste celia chase chelsea christian clara coral
cruz crystal daisy dallas dana dani dawn dean dee dolores don drew dylan ed eden esperanza eva eve
faith felicity flora florence frank gene georgia ginger gloria grace grant hazel heather heaven
helena holly hope hugo hunter iris ivory ivy jack jackie jade jan jasmine jay jean jewel jodi
jordan joy julio june junior kat kay kim kit lacey lance laurel lee leo lily linda lisa liv logan
london lou luna luz madison mae mara marina mark marley mason max may melody mercedes mercy mia
mick milagros miles misty morgan nat nick norma nova olive opal page paris pat paz pearl penny
peyton phoenix pia pilar piper poppy precious rae rain rande ray reed reese rich river rob robin
rocky roger roman ron rory rosa rose rosemary rowan ruby rusty sage sally sam sandy savanna
savannah serena serenity shay sierra sky skye soledad stan star sterling sue summer sunny sydney
terra terry timmy tori trinity val vera victor viola violet virginia wade will willow winter wren
zara
""")
# Of those the months and places, which "from" and "with" do not make a person.
MONTHS_AND_PLACES = _words("""
abril april asia august austin brooklyn carolina coral dallas florence georgia heaven jan jordan
julio june logan london madison may paris phoenix savanna savannah sierra sydney virginia
""")

# Family names that may follow a given name in small letters.
FAMILY_NAMES = _words("""
adams alexander allen alvarez anderson andrews bailey baker barnes beltran bennett boyle brooks
bryant burke butler campbell carter castillo castro chavez chen cohen coleman collins cruz daniels
davis delgado diaz doe dominguez dubois edwards espinoza evans fernandez ferreira fischer fisher
fitzgerald flores foster garcia gibson gomez gonzales gonzalez graham griffin gupta gutierrez
hamilton harris harrison hernandez herrera hoffman howard hughes iglesias ivanov jackson james
jenkins jimenez johnson jones kaminski kaplan kaur kelley kelly kennedy khan kim kowalczyk kowalski
kumar lee lewandowski lewis li liu lopez martin martinez mcdonald medina mendez mendoza miller
mitchell molina moore morales moreno morgan morris murphy murray myers navarro nelson nguyen nowak
ochoa ortega ortiz owens patel pereira perez perry peterson phillips powell ramirez ramos reyes
reynolds richardson rios rivera roberts robinson rodriguez rogers romero ross rossi ruiz russo
salazar sanchez sanders santiago santos schmidt schneider schwartz silva simmons simpson singh
smith soto souza stewart suarez sullivan taylor thomas thompson torres tran turner valdez vargas
vasquez vega wagner walsh wang watson weber weiss williams wilson wisniewski wright yang zhang
zielinski
""")

ADDRESSES = _words("mr mrs ms")  # what stands behind them is a name, also in small letters
RELATIONS = _words("""
abuela abuelo ami amie amiga amigo assistant aunt auntie avó avô baby babysitter bestie bf bff boss
boyfriend brat bro brother brother-in-law buddy caregiver carer child client co-worker coach
colleague cousin coworker cuñada cuñado córka dad daddy daughter daughter-in-law dermatologist
esposa esposo father femme fiance fiancee fiancé fiancée filha filho fille fils flatmate friend frè
frère gf girlfriend granddaughter grandfather grandma grandmother grandpa grandson hairdresser
hermana hermanita hermano hija hijo hubby husband irmã irmão jefa jefe kid kolega koleżanka law
madanm madre mama mami mamá manager manman mari marido mom mommy mother mother-in-law mujer mum mãe
mère mąż nana nanny neighbor neighbour nephew niece novia novio oncle padre pai papa papá partner
patient prima primo père roommate siostra siostry sis sister sister-in-law sobrina sobrino soeur
son spouse stepdad stepdaughter stepmom stepson stylist suegra syn sè sœur tante tata teacher tio
trainer tutor twin tía tío uncle vecina vecino vizinha wife zanmi żona
""")
OWNERS = _words("""
her his ma meu mi minha mis moja mojego mojej mon my mój notre nuestra nuestro our sa seu son su
sua the their tu your
""")
TITLES = _words("""
aesthetician doc doctor doctora dona doña dr dra esthetician injector madame miss mister mlle mme
monsieur mr mrs ms nurse pan pani prof professor provider receptionist senhor senhora señor señora
señorita sr sra srta technician therapist
""")

# What stands right before a name: word for word, in small letters.
NAMES_ONESELF = (
    "my name is", "my name's", "name was", "names are", "surname is", "the name is", "name is",
    "name's", "full name", "i am called",
    "i'm called", "me llamo", "mi nombre es", "meu nome é", "meu nome e", "me chamo",
    "je m'appelle", "nazywam się", "nazywam sie", "mam na imię", "mwen rele", "non mwen se",
)  # fmt: skip
SAYS_WHO = (
    "i'm", "i am", "im", "this is", "it's", "it is", "its", "soy", "habla", "sou", "aqui é",
    "je suis", "c'est", "jestem", "mwen se", "call me",
)  # fmt: skip
SPEAKS_OF = (
    "ask for", "asked for", "asking for", "ask", "asked", "speak to", "speak with", "speaking to",
    "speaking with", "spoke to", "spoke with", "talk to", "talk with", "talking to",
    "talking with", "talked to", "talked with", "chat with", "chatted with", "book with",
    "booked with", "appointment with", "consultation with", "session with", "facial with",
    "treatment with", "appt with", "referred by", "recommended by", "treated by", "done by",
    "sent by", "seen by", "referral from", "heard from", "message from", "call from",
    "calling for", "booking for", "meet with", "met with", "met", "tell", "told", "named",
    "called", "request", "requested", "names are", "hablar con", "pregunte por", "preguntar por",
    "cita con", "falar com", "perguntar por", "parler à", "parler avec", "rendez-vous avec",
    "rozmawiać z", "se llama", "se chama", "s'appelle", "named after", "saw",
)  # fmt: skip
BEFORE_A_NAME = (
    *SPEAKS_OF, "with", "from", "by", "for", "and", "see", "seeing", "thanks", "thank you", "con",
    "para", "com", "avec", "pour", "dla", "is", "did", "does", "has", "was", "like", "love",
)  # fmt: skip
GREETS = _words(
    "hi hello hey hiya dear hola olá ola bonjour bonsoir cześć bonjou thanks you gracias merci"
)
# With these a sentence goes on behind "Hi Jane".
BEGINS = _words(
    "i i'm im it's its is are am can could do does did my what how when where please sorry this"
)
SIGNS_OFF = _words("""
best cheers cordialement dziękuję gracias love merci mèsi obrigada obrigado pozdrawiam regards
saludos sincerely thank thanks thx xo xoxo you
""")
REPORTS = _words("""
advised contó dice dijo disse dit explained falou introduced mentioned promised raved recomendó
recommended recommends referred said says sent suggested swears tells thinks thought told warned
""")
PARTICLES = _words("de da do dos das del di du la le van von der den bin al el y e mac mc st o")
JOINS = _words("and & y e et i und plus or")

# With a capital they stand where a name could stand, and are none.
NO_NAMES = _words("""
a about above accutane acne acneic actually acyclovir advil aesthetic aesthetician aesthetics aetna
african after again age aged aha alastin alguien alguém all allergic allergique almost aloe already
also although always alérgica alérgico am amazon america american an and android another anthem any
anybody anyone anything anyway apple apr april aquaphor arab arabic are aren't around as asap asian
ask aspirin at aug august australian autumn available azelaic back bank be because been before
being believe best better between bha bing birth black blackheads bleach bleeding blue bonjour
boston botched both botox brazil brazilian breast breastfeeding bridgeport british bronx brooklyn
buenas buenos burning but buttonhole by bye california call calling came can can't canadian cancel
cancer cannot captain care caribbean catholic caucasian cause cerave certainly cetaphil chase
chatgpt check chemical chemo chemotherapy chief china chinese christ christmas cigna city clear
clearblue clienta cliente clindamycin clinic clinics clinique co2 cold collagen colombian
combination come coming como concerned connecticut considering contact cost costco could covid cpt
crystals ct cuando cuanto cuban currently customer cuándo cuánto cvs cystic cómo danbury darien
date day days dear dec december definitely derma dermabrasion dermal dermaplane dermaplaning
dermatitis dermatologist dermatology diabetes diabetic diabética diabético diamond did didn't
different differin diffuse discover do dobry doc doctor doctora doctors does doesn't doing
dominican don't donde done down doxycycline dry during dutch dysport dzień dónde each east easter
ebay ecuadorian eczema egyptian either el ella else embarazada emergency enceinte enfermera england
english epiduo especially esthetician ethiopian eucerin europe european even ever every everybody
everyone everything exactly excited excuse existing face facebook facial facials fair fairfield
fall father's favor fb fda feb february fedex feeling few fifty filipina filipino filler fillers
finally fine first fitzpatrick florida folks for former forty france fraxel french fri friday from
fsa full gentlemen german germany get getting ghanaian give glad glycolic gmail go god going gone
good google got gracias great greek greenwich groupon grávida guatemalan guys had haiti haitian
half halloween hanukkah happy hartford has have haven't having he headache hello help her here
herpes hers hey hi him hindu his hispanic hiv hola hombre home honestly hope hoping how however hpv
hsa humana hydra hydrafacial hydroquinone hypertension i i'd i'll i'm i've ibuprofen if ig
important in india indian indonesian injectables inquiring instagram insurance interested internet
into iphone ipl iranian iraqi irish is isn't isotretinoin israeli it it's italian italy itching its
iui ivf jamaican jan january japan japanese je jersey jesus jew jewish jul july jun june just
juvederm keloid keloids kind kindle know korean ktoś kybella la lactic ladies las laser last late
later latina latino latinx least leave lebanese led less let like likely lip little located london
looking lorax lord los lots love lupus ma'am maam macy's macys madam make manhattan many mar march
massachusetts mastercard may maybe me mean medicaid medicare melasma men merci message messenger
metro mexican mexico miami microderm microdermabrasion microneedling middle milford minor minutes
mixed mohs mon monday more morning moroccan most mother's moxi much mujer muslim must my myself
nadie name native necesito need needing neosporin nervous netflix neutrogena never new new-york
next niacinamide nice nigerian nikt ninguém no nobody none nope normal north norwalk norwegian not
nothing nous nov november now nueva nuevo nurse nurses nursing ny nyc obagi oct october of off
often oh oily ointment ok okay olay old on once one only open or other our ours out over own
paciente pakistani para paris patient patients payment paypal peel peels people perfect perhaps
persian personne peruvian phone pico pilates pinterest planning plasma please poland polish por
portugal portuguese prednisone pregnant price pricing probably proszę prp psoriasis puerto que
queens quelqu'un question questions quick quiero quite qué ramadan ready really reddit regarding
retin retin-a retinoids retinol reviews rican ridgefield right rosacea russian said salicylic
salvadoran same santa sat saturday saying scandinavian scar scars scheduled scottish sculptra
sculptured see seeing seems send sensitive sensitivity sep sephora sept september serious several
she shelton should si since sir sirs six sixty skin skinceuticals skinmedica snapchat so some
somebody someone something sometimes somewhat soon sorry south spa spain spanish speak spf spotify
spring sri staff stamford starbucks states still stop stratford stretch such summer sun sunburned
sunburnt sunday sunscreen sure swedish swollen sí table take taking talk tan tanned target tazorac
team ten texting thai than thank thankful thanks thanksgiving that that's thats the their them then
there therefore these they they're thing things think thinking thirty this those three through thu
thur thurs thursday thus tiktok time to today together told tomorrow tonight too total totally
tretinoin trumbull trying tue tues tuesday turkish turning twenty twitter two tylenol type uber
ukrainian ulta un una unable under understand unfortunately until up upset urgent us usa use using
usps usually valentine valentine's vaseline venezuelan venmo very vi vietnamese visa vitamin vous
wait waiting walgreens walmart want wanted wanting warfarin wart warts was wasn't waterbury wax
waxing we website wed wednesday weekend well went were weren't west westchester weston westport
what what's whatever whatsapp when where which while white who who's whoever whole whom whose why
wife wikipedia wilton winter with within without woman women won't wondering work working worried
would wouldn't writing wrong xeomin xmas yag yahoo yeah year years yelp yep yes yesterday yet york
you you're young your yours yourself youtube zelle zo zoloft zoom él
""")
# What a small letter does not make a part of a name, right behind "my name is".
ENDS_A_NAME = _words("""
a address age ale already also am an and are at be been but by call can cell changed chcę com con
could did do does e e-mail el email et for from had has have he hello her here hi his i i'm im in
interested is it j'ai je just la listed looking ma mail mais mas may me meu mi minha missing
misspelled mobile mon my necesito need no not now number o of old on or our para pero phone please
preciso quero quiero she so spelled spelt still tengo tenho text thank thanks that the their there
they to today tomorrow too un una wanna want wanted was we were which who will with would wrong y
year years you your
""")
