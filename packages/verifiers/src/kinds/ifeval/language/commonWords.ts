/** Short words that are common in a language written in Latin letters, and letters that are its own. */
interface Profile {
  readonly words: string;
  readonly letters: string;
}

export const latin: Readonly<Record<string, Profile>> = {
  en: {
    words:
      'the be to of and a in that have it for not on with he as you do at this but his by from they we say her she or an will my one all would there their what so up out if about who get which go me when make can like no just him know take people into year your good some could them see other than then now look only come its over think also back after use two how our work first well way even new want because any these give day most us is are was were been has had did more may very should here where why',
    letters: '',
  },
  es: {
    words:
      'el la los las de del que y a en un una unos es por con no para su se lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni contra otros ese eso ante ellos e esto mí antes algunos qué yo otro otras otra él tanto esa estos mucho nada muchos cual poco ella estar estas algo nosotros mi tú te ti tu hoy mañana ser son fue era ha han está están hola gracias aquí',
    letters: 'ñ¿¡',
  },
  pt: {
    words:
      'o a os as de do da dos das que e em um uma é por com não para se na no nas nos mais como mas ao ele ela seu sua ou quando muito já eu também só pelo pela até isso entre depois sem mesmo aos seus quem me esse eles você essa num nem suas meu às minha numa elas foi ser são está tem foram havia hoje lhe este dele tu te vocês vos meus obrigado olá aqui',
    letters: 'ãõ',
  },
  fr: {
    words:
      'le la les de des du un une et est que qui dans en pour pas plus par sur ne se ce il elle ils elles au aux avec son sa ses mais comme ou où si leur leurs nous vous je tu me te mon ma mes ton ta tes notre votre cette ces cet être avoir fait été sont ont était aussi bien très tout tous toute peut sans sous entre après avant alors donc chez y à c’est aujourd’hui bonjour merci ici',
    letters: 'œçêëî',
  },
  de: {
    words:
      'der die das und ist in zu den von mit sich des auf für nicht ein eine einer eines einem einen dem es im an auch als nach wie aus bei er sie wir ihr ich du mich mir dich dir uns euch sein haben hat war waren wird werden wurde kann können muss soll noch nur so aber oder wenn dass weil über vor zum zur durch man bis mehr sehr schon hier dort heute mein dein unser kein keine',
    letters: 'ß',
  },
  it: {
    words:
      'il lo la i gli le di del della dei delle dello che e è un una uno in per non con si da come più ma anche al alla ai alle nel nella nei nelle sul sulla sono ha hanno era questo questa questi queste quello quella se o io tu lui lei noi voi loro mio tuo suo nostro essere avere fatto stato molto tutto tutti quando dove perché chi cosa cui ci ne oggi ciao grazie qui',
    letters: 'ìò',
  },
  nl: {
    words:
      'de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar bij of uit door over naar tot deze dit die wat was werd worden heeft hebben kan kunnen moet zal zou ik je jij hij zij ze we wij hun haar mijn geen nog wel meer hoe waar toen nu hier vandaag goed',
    letters: 'ĳ',
  },
  sv: {
    words:
      'och att det som en är på av för med den till inte om ett har de jag du han hon vi ni man var från men sig så kan när eller där efter vid nu vara skulle också hade alla under mycket bara denna detta mer än hur vad varför idag här',
    letters: 'å',
  },
  pl: {
    words:
      'i w na z do nie się że to jest o jak ale po co od za dla tak przez przy ten ta te tego tej tym są był była było być może już tylko czy lub oraz jego jej ich mnie mi ja ty on ona my wy oni który która które gdy kiedy gdzie bardzo także dzisiaj dziś tutaj',
    letters: 'łąęśżźćń',
  },
  fi: {
    words:
      'ja on ei se että hän ovat oli olla myös kun mutta kuin joka tämä niin vain nyt jos sen ne he minä sinä me te mitä missä miksi miten kuka hyvin kaikki sitten vielä kanssa jälkeen ennen sekä tai voi ole olen olet olemme tänään täällä siellä',
    letters: '',
  },
  vi: {
    words:
      'và là của có không được cho một những các này trong với người đã tôi bạn để ở khi đến từ nhiều rất cũng như thì mà nếu vì hay hoặc sẽ đang ra vào lại chỉ còn về sau trước hôm nay',
    letters: 'ơưđăạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ',
  },
  sw: {
    words:
      'na ya wa kwa ni katika la za cha vya kuwa hii hiyo hilo hizo yake wake zake lake kama au lakini pia sana watu mtu moja siku leo baada kabla ili hata yao wao mimi wewe yeye sisi ninyi ambayo ambao hapa huko kila bila hivyo',
    letters: '',
  },
};
