#include "text/function_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "kb/analyzer.hpp"

namespace kb {

namespace {

struct FunctionWords {
    std::string_view lang;
    std::string_view words;  ///< separated by spaces
};

// Written for this project; the lists are short on purpose: what may be the subject of a post is
// not among them.
constexpr std::array<FunctionWords, 11> lists = {{
    {"en",
     "a about above after again against all also am an and any are as at be because been "
     "before being below between both but by can cannot could did do does doing down "
     "during each either else etc few for from further get gets give given go had has "
     "have having he her here hers herself him himself his how however i if in into is "
     "it its itself just let like made make many may me might more most much must my "
     "myself neither no nor not now of off often on once one only or other our ours "
     "ourselves out over own per please same shall she should since so some such than "
     "that the their theirs them themselves then there these they this those through "
     "thus to too toward towards under until up upon us use used uses using very via was "
     "we well were what when where whether which while who whom whose why will with "
     "within without would yet you your yours yourself yourselves"},
    {"de",
     "aber alle allem allen aller alles als also am an andere anderen anderer auch auf "
     "aus bei beim bin bis bist da dabei dafür damit dann das dass dazu dein deine dem "
     "den denn der des dich die dies diese diesem diesen dieser dieses dir doch dort du "
     "durch ein eine einem einen einer eines er es etwas euch euer für gegen gibt habe "
     "haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren "
     "ihrer im in ins ist jede jedem jeden jeder jedes jetzt kann kein keine keinem "
     "keinen keiner können könnte man manche mehr mein meine meinem meinen meiner mich "
     "mir mit muss müssen nach nicht nichts noch nun nur ob oder ohne sehr sein seine "
     "seinem seinen seiner seit sich sie sind so soll sollte sondern sonst um und uns "
     "unser unsere unter viel vom von vor wann war waren warum was weil welche welchem "
     "welchen welcher welches wenn wer werden wie wieder will wir wird wo woher wurde "
     "wurden würde zu zum zur zwischen über"},
    {"fr",
     "a ai ainsi alors as au aucun aussi autre autres aux avait avant avec avez avoir "
     "avons c car ce ceci cela celle celles celui ces cet cette ceux chaque chez comme "
     "comment d dans de depuis des donc dont du elle elles en encore entre es est et eu "
     "eux faire fait faut il ils j je l la le les leur leurs lors lui là m ma mais me "
     "mes moi mon même n ne ni nos notre nous on ont ou où par parce pas peut peuvent "
     "plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se "
     "sera ses si son sont sous sur t ta te tes toi ton tous tout toute toutes très tu "
     "un une va vers vos votre vous y ça étaient était étant être"},
    {"es",
     "a al algo alguna algunas alguno algunos ante antes aquel aquella aquellos así "
     "aunque bajo cada como con contra cual cuales cuando cuanto cuál cuáles cuándo cómo "
     "de del desde donde dos durante dónde e el ella ellas ellos en entre era eran eres "
     "es esa esas ese eso esos esta estas este esto estos está están fue fueron ha había "
     "hace hacer han hasta hay he la las le les lo los me mi mis mucho muy más nada ni "
     "no nos nosotros nuestra nuestro o os otra otras otro otros para pero poco por "
     "porque que quien quienes quién qué se sea según ser si sido sin sobre son su sus "
     "sí también tan tanto te tiene tienen toda todas todo todos tu tus un una unas uno "
     "unos usted y ya yo él"},
    {"it",
     "a ad agli ai al alla alle allo anche ancora avere c che chi ci come con contro "
     "cosa cui da dagli dai dal dalla dalle dallo degli dei del dell della delle dello "
     "di dopo dove e ed era erano essere fa fra gli ha hai hanno ho i il in io l la le "
     "lei li lo loro lui ma me mi mia mie mio nei nel nell nella nelle nello no noi non "
     "nostra nostro o ogni per perché più prima può qual quale quali quando quanto "
     "quella quelle quelli quello questa queste questi questo qui se sei senza si sia "
     "siamo solo sono sopra sotto sta stato su sua sue sugli sui sul sulla sulle suo "
     "suoi tra tutta tutte tutti tutto un una uno voi è"},
    {"pt",
     "a ao aos as até com como da das de dela dele deles depois do dos e ela elas ele "
     "eles em entre era eram essa esse esta este está estão eu foi foram há isso isto já "
     "lhe mais mas me mesmo meu minha muito na nas nem no nos nossa nosso num numa não "
     "nós o onde os ou para pela pelas pelo pelos por porque quais qual quando que quem "
     "se seja sem ser seu seus sobre sua suas são só também te tem ter todo todos têm um "
     "uma uns você vocês à às é"},
    {"nl",
     "aan al alle alles als altijd andere ben bij daar dan dat de der deze die dit doch "
     "doen door dus een en er ge geen had heb hebben heeft hem het hier hij hoe hun "
     "iemand iets ik in is ja je kan kon kunnen maar me meer men met mij mijn moet na "
     "naar niet niets nog nu of om omdat onder ons ook op over te tegen toch toen tot u "
     "uit uw van veel voor waar waarom wanneer want waren was wat welke werd wie wij wil "
     "worden wordt zal ze zelf zich zij zijn zo zonder zou"},
    {"sv",
     "alla allt att av blev bli blir de dem den denna deras dess dessa det detta dig din "
     "dina ditt du då efter ej eller en er ett från för ha hade han hans har hela hennes "
     "hon honom hur här i icke ingen inom inte jag kan kunde man med mellan men mig min "
     "mina mitt mot mycket ni nu när nå och om oss på samma sedan sig sin sina skulle "
     "som så till under upp ut utan vad var vara varför varit vart vem vi vid vilka "
     "vilken vilket än är"},
    {"da",
     "ad af alle alt anden at blev blive bliver da de dem den denne der deres det dette "
     "dig din du efter eller en end er et for fra ham han hans har havde have hende "
     "hendes her hos hun hvad hvilken hvis hvor hvordan hvorfor i ikke ind jeg jer kan "
     "kunne man mange med meget men mig min mine mit mod ned nogen noget nogle nu når og "
     "også om op os over på selv sig sin sine sit skal skulle som sådan til ud under var "
     "ved vi vil ville vor være været"},
    {"no",
     "alle at av ble bli blir både da de deg dem den denne der deres det dette din disse "
     "du eller en enn er et etter for fordi fra før ha hadde han hans har henne her hun "
     "hva hvem hver hvilken hvis hvor hvordan hvorfor i ikke inn jeg kan kunne man mange "
     "med meg mellom men min mitt mot mye må noe noen nå når og også om opp oss over på "
     "seg selv si sin sine skal skulle slik som så til under ut uten var ved vi vil "
     "ville være vært"},
    {"ru",
     "а без более больше будет будто бы был была были было быть в вам вас ведь во вот "
     "все всегда всего всех вы где да даже для до другой его ее ей ему если есть еще же "
     "за здесь и из или им их к как какая какие какой когда которая которого которое "
     "которой которые который кто куда ли лучше между меня мне много может можно мой моя "
     "мы на над надо нас не него нее ней нет ни нибудь никогда ним них ничего но ну о об "
     "один он она они оно от перед по под после потом потому почему при про с сам свою "
     "себе себя со так такой там тебя тем теперь то тогда того тоже только том тот ту ты "
     "у уж уже хотя чего чем через что чтобы чуть эта эти этим этих это этого этой этом "
     "этот эту я"},
}};

/// Folded word → the lists that hold it, a bit each.
using Table = std::unordered_map<std::string, std::uint32_t>;

Table make_table() {
    Table table;
    for (std::size_t i = 0; i < lists.size(); ++i) {
        std::string_view words = lists[i].words;
        while (!words.empty()) {
            const std::string_view word = words.substr(0, words.find(' '));
            table[fold(word)] |= std::uint32_t{1} << i;
            words.remove_prefix(std::min(word.size() + 1, words.size()));
        }
    }
    return table;
}

}  // namespace

bool is_function_word(std::string_view folded, std::string_view lang) {
    static const Table table = make_table();
    const auto list = std::find_if(lists.begin(), lists.end(),
                                   [&](const FunctionWords& words) { return words.lang == lang; });
    if (list == lists.end()) return false;
    const auto found = table.find(std::string(folded));
    return found != table.end() && ((found->second >> (list - lists.begin())) & 1U) != 0;
}

}  // namespace kb
