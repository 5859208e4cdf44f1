/**
 * Words that carry no subject: articles, pronouns, prepositions, auxiliaries, question words. Dropped from
 * queries only (an index keeps them, so that distances stay real), and counted to tell languages apart.
 */
const lists: Record<string, string> = {
  en: `a about after again against all also although am among an and any are aren arent as at be because been
    before being both but by can cannot cant could couldnt did didnt do does doesnt doing done dont down each
    either else etc ever every few for from further get gets give given got had hadnt has hasnt have havent
    having he her here hers herself him himself his how however i id if ill im in into is isnt it its itself ive
    just let lets like made make many may me might mine more most much must my myself neither no nor not now of
    off often on once one only onto or other others our ours ourselves out own per please quite rather s same
    shall she should shouldnt since so some such t tell than that thats the their theirs them themselves then
    there theres these they theyre this those though thus to too toward towards until up upon us very via was
    wasnt we were werent what whatever whats when whenever where whereas whether which while who whoever whom
    whos whose why will with without wont would wouldnt yes yet you your youre yours yourself`,
  de: `ab aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf
    aus bei beim bin bis bist da dabei dadurch dafur dagegen daher dahin damit danach daneben dann daran darauf
    daraus darf darin daruber darum darunter das dass dasselbe davon davor dazu dein deine deinem deinen deiner
    dem den denen denn der deren derer derselbe des dessen dich die dies diese dieselbe diesem diesen dieser
    dieses dir doch dort du durch ein eine einem einen einer eines einige einigem einigen einiger einiges einmal
    er es etwas euch euer eure eurem euren eurer fur gab gegen gewesen gibt hab habe haben hat hatte hatten hattest
    hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja jede jedem jeden jeder
    jedes jene jenem jenen jener jenes jetzt kann kannst kein keine keinem keinen keiner keines konnen konnte
    konnten machen macht man manche manchem manchen mancher mehr mein meine meinem meinen meiner mich mir mit muss
    mussen musste nach nachdem nicht nichts noch nun nur ob obwohl oder ohne sehr sein seine seinem seinen seiner
    seines seit selbst sich sie sind so sobald solche solchem solchen solcher soll sollen sollte sollten sondern
    sonst soviel sowie uber um und uns unser unsere unserem unseren unserer unter viel viele vielen vieler vom von
    vor wahrend wann war warum was weder wegen weil welche welchem welchen welcher welches wem wen wenn wer werde
    werden weshalb wessen weswegen wie wieder wieso wieviel wieviele will wir wird wirst wo wobei wodurch wofur woher
    wohin wollen wollte womit woran worauf woraus worin wurde wurden ware waren wurde zu zum zur zwar zwischen`,
  fr: `a afin ai ainsi alors apres au aucun aucune aujourd aura aurait aussi autre autres aux avait avant avec avez
    avoir avons beaucoup bien c car ce ceci cela celle celles celui cependant ces cet cette ceux chaque chez ci
    combien comme comment contre d dans de depuis des deux devait doit donc dont du elle elles en encore entre es est
    et etait etaient etant ete etre eu eux fait faire faut hors ici il ils j je l la laquelle le lequel les lesquelles
    lesquels leur leurs lors lui ma mais me meme memes mes moi moins mon n ne ni non nos notre nous on ont ou par parce
    pas pendant peu peut peuvent plus plusieurs pour pourquoi pourrait puis qu quand que quel quelle quelles quels
    qui quoi s sa sans se sera serait ses si sinon soit son sont sous sur t ta tandis tel telle tels tes toi ton tous
    tout toute toutes tres trop tu un une vers voici voila vont vos votre vous y`,
  es: `a al algo alguna algunas alguno algunos ambos ante antes aquel aquella aquellas aquellos asi aun aunque bajo
    bien cada como con contra cual cuales cuando cuanta cuantas cuanto cuantos cuya cuyo de del desde despues donde dos
    durante e el ella ellas ellos en entre era eran eres es esa esas ese eso esos esta estaba estan estar estas este
    esto estos fue fueron ha haber habia han hasta hay he la las le les lo los mas me mediante mi mientras mis mucho muy
    nada ni no nos nosotros nuestra nuestro o os otra otras otro otros para pero poco por porque puede pueden pues que
    quien quienes se sea segun ser si sido sin sino sobre solo son su sus tal tambien tan tanto te tiene tienen toda
    todas todo todos tras tu tus un una unas uno unos usted y ya yo`,
  it: `a abbia abbiamo ad agli ai al alla alle allo anche ancora aveva avevano avere c che chi ci cio coi col come con
    contro cosa così cui d da dagli dai dal dalla dalle dallo degli dei del dell della delle dello di dopo dove due e ed
    era erano essere fa fra fu furono gli ha hai hanno ho i il in io l la le lei lo loro ma mentre mi mia mio molto ne
    negli nei nel nella nelle nello noi non nostra nostro o ogni per perche perché piu più poi prima pro può qual quale
    quali quando quanta quante quanti quanto quella quelle quelli quello questa queste questi questo qui se sei senza si
    sia sono sopra sotto stata stati stato su sua sue sugli sui sul sulla sulle suo suoi tra tu tutta tutte tutti tutto
    un una uno vi voi`,
  pt: `a ainda alguns antes ao aos apenas apos aquela aquele as ate cada com como contra cujo da das de dela dele deles
    depois desde deve do dos durante e ela elas ele eles em enquanto entre era eram essa essas esse esses esta estao
    estas estava este estes estou eu foi foram ha isso isto ja la lhe mais mas me mesmo meu minha muito na nao nas nem
    no nos nossa nosso num numa o onde os ou para pela pelas pelo pelos pode podem por porque porquê qual quais quando
    quanta quantas quanto quantos que quem sao se seja sem sendo ser seu seus sob sobre sua suas tambem tem tinha toda
    todas todo todos tu um uma umas uns você voce`,
  nl: `aan al alle als ander andere bij dan dat de deze die dit doch doen door dus een eens en er ge geen had heb hebben
    heeft hem het hier hij hoe hoeveel hun iemand ik in is ja je kan kon kunnen maar me meer men met mij mijn moet na
    naar niet nog nu of om omdat ons ook op over reeds te tegen tot tussen u uit uw van veel voor waar waarom wanneer
    want waren was wat we wel welk welke werd werden wie wij wil worden wordt zal ze zelf zich zij zijn zo zonder zou`,
  sv: `alla allt att av blev bli blir da dar de dem den denna deras dess dessa det detta dig din du efter ej eller en er
    ett fran for ha hade han hans har hon hur i icke inte ja jag kan kunde man med mellan men mig min mot mycket nagon
    nagot nar ni nu och om oss pa sa sedan sig sin sina ska skulle som till under upp ut vad var varfor vara varit vem
    vi vid vilka vilken vilket`,
  da: `af alle at blev blive bliver da de dem den denne der deres det dette dig din disse du efter eller en end er et for
    fra ham han hans har havde hende her hos hun hvad hvem hvilke hvilken hvis hvor hvordan hvorfor hvornar i ikke ind
    jeg kan kunne man mange med meget men mig min nar noget nogle nu og om op os over pa sadan selv sig sin skal skulle
    som til ud under var vi vil ville`,
  no: `alle at av ble bli blir da de dem den denne der dere deres det dette du eller en er et etter for fra ha hadde han
    har henne her hos hun hva hvem hvilke hvilken hvis hvor hvordan hvorfor i ikke jeg kan kunne man mange med meg men
    mot ned noe noen nå når og om opp oss over på seg selv sin skal skulle slik som til ut var ved vi vil ville være`,
  fi: `ei eivät ennen että he hän ja jo joka jos jotka kanssa koska kuin kuinka kuka kun me mikä miksi millainen milloin
    minkä missä mistä mitä monta mukaan mutta myös ne niin nyt ole oli olivat olla on ovat sekä sen se siellä siinä sitä
    tai tämä tätä vaan vai vain voi`,
  tr: `acaba ama ancak bazı ben bile bir biri birkaç biz bu bunu çok çünkü da daha de değil diye en gibi hangi hem hep her
    için ile ise kaç kadar kim ki mi mu mı nasıl ne neden nerede nereye niçin niye o olan olarak oldu olduğu olur onlar onu
    sen siz şey şu ve veya ya yani`,
  ru: `а без более больше будет будто бы был была были было быть в вам вас ведь весь во вот все всего всех всю вы где да
    даже для до его ее ей ему если есть еще же за зачем здесь и из или им иногда их к как какая какие каким каких какой какого какое
    какую когда кого кому которая которого которой которые который которых которым кто куда ли либо между меня мне много может можно мой мы на
    над надо наконец нас не него нее ней некоторые нельзя нет ни нибудь никогда ним них ничего но ну о об однако он она
    они оно опять от откуда перед по под после потом потому почему почти при про раз разве с сам самый свой своей своего своих себе
    себя сейчас сколько со также такой такие там тебя тем теперь то тогда того тоже той только том тот ту тут ты у уж уже
    хотя чего чей чем через что чтоб чтобы чье чья эта эти этих этого этой этом этот эту я является`,
  ar: `ما ماذا من متى أين كيف لماذا هل كم أي أية في على إلى عن مع هذا هذه ذلك تلك الذي التي الذين اللذان هو هي هم هن كان كانت
    كانوا يكون تكون قد لقد لا لم لن ليس ليست و أو ثم بل لكن ولكن إن أن إذا إذ كل بعض غير بين عند بعد قبل حتى منذ خلال فيه فيها
    منه منها به بها له لها لهم عليه عليها إليه إليها كما حيث أيضا نحن أنت أنا أثناء حول ضد دون سوى أحد تم يتم وقد وكان وكانت
    وهو وهي مما بما فما لما`,
};

/** Of languages written without spaces: pairs of characters that ask or connect. */
const pairs = `什么 甚么 哪些 哪个 哪一 哪里 哪儿 哪种 哪位 多少 如何 为什 怎么 怎样 么样 谁是 是谁 何时 何地 何种 几个 是什 是哪 有多 有哪 的是 什麼 為什 怎麼 哪個 哪裡 多久
  ですか ます ました です した って どの どこ いつ だれ 誰が なぜ なに 何が 何を 何で です すか いく くつ どれ どう よう うな して れた いる には とは では から まで
  무엇 누구 언제 어디 어떻 떻게 얼마 어떤 인가 나요 습니 니까`;

const foldMarks = (word: string): string =>
  word.normalize('NFKD').replaceAll(/[\u0300-\u036F]/gu, '');
const split = (list: string): string[] => list.trim().split(/\s+/u);

const sets = new Map(
  Object.entries(lists).map(([language, list]) => [
    language,
    new Set(language === 'ru' || language === 'ar' ? split(list) : split(list).map(foldMarks)),
  ]),
);
const pairSet = new Set(split(pairs));

/** `word`: lower case, without accents and apostrophes, as `stems` makes it before stemming. */
export const isStopWord = (word: string, language: string): boolean =>
  pairSet.has(word) || (sets.get(language)?.has(word) ?? false);

/** Languages of the Latin script that can be told apart by their function words. */
export const functionWords: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...sets].filter(([language]) => language !== 'ru' && language !== 'ar'),
);
