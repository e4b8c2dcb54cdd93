/** What the widget says by itself: on the button that closes it, and where a frame is not shown. */
export type Words = readonly [close: string, notShown: string, goOn: string];

const EN: Words = ["Close", "This form cannot be shown here.", "Continue on the page of {site}"];

/** By language. Everything else is said by the page in the frame. */
export const WORDS: Readonly<Record<string, Words>> = {
  en: EN,
  de: ["Schließen", "Dieses Formular kann hier nicht angezeigt werden.", "Weiter auf der Seite von {site}"],
  nl: ["Sluiten", "Dit formulier kan hier niet worden getoond.", "Verder op de pagina van {site}"],
  fr: ["Fermer", "Ce formulaire ne peut pas s’afficher ici.", "Continuer sur la page de {site}"],
  es: ["Cerrar", "Este formulario no se puede mostrar aquí.", "Continuar en la página de {site}"],
  pt: ["Fechar", "Este formulário não pode ser exibido aqui.", "Continuar na página de {site}"],
  it: ["Chiudi", "Questo modulo non può essere mostrato qui.", "Continua sulla pagina di {site}"],
  pl: ["Zamknij", "Nie można tu wyświetlić tego formularza.", "Przejdź na stronę {site}"],
  tr: ["Kapat", "Bu form burada gösterilemiyor.", "{site} sayfasında devam et"],
  ar: ["إغلاق", "لا يمكن عرض هذا النموذج هنا.", "المتابعة في صفحة {site}"],
  ja: ["閉じる", "このフォームはここに表示できません。", "{site} のページで続ける"],
  zh: ["关闭", "无法在此处显示此表单。", "前往 {site} 的页面继续"],
};

/** The words in a language, looked up by its beginning: `pt-BR` is `pt`. English where there are none. */
export function wordsIn(language: string): Words {
  return WORDS[language.slice(0, 2).toLowerCase()] ?? EN;
}
