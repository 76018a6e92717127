/** What LaTeX commands, Unicode signs and plain words stand for. */

const words = (text: string): readonly string[] => text.split(' ');

const table = (...rows: readonly (readonly [sign: string, names: string])[]): ReadonlyMap<string, string> =>
  new Map(rows.flatMap(([sign, names]) => words(names).map(name => [name, sign] as const)));

/** Commands and Unicode signs that are operators, relations and brackets. */
export const signs: ReadonlyMap<string, string> = table(
  ['*', 'cdot times ast star bullet × · ∗ ⋅ • ∙'],
  ['/', 'div ÷ ∕ ⁄ slash'],
  ['-', '− – — ﹣ －'],
  ['+', '＋'],
  ['±', 'pm ± plusmn'],
  ['∓', 'mp ∓'],
  ['<=', 'le leq leqslant leqq ≤ ⩽ ≦'],
  ['>=', 'ge geq geqslant geqq ≥ ⩾ ≧'],
  ['<', 'lt ＜'],
  ['>', 'gt ＞'],
  ['=', 'equals ＝ coloneqq colonequals'],
  ['!=', 'ne neq ≠'],
  ['~', 'approx approxeq thickapprox simeq ≈ ≃ doteq'],
  ['other', 'sim cong equiv propto ≡ ∼ ≅ subset subseteq supset supseteq ⊂ ⊆ ⊃ ⊇ parallel perp ∥ ⊥'],
  ['in', 'in ∈'],
  ['notin', 'notin ∉'],
  ['∪', 'cup ∪ bigcup'],
  ['∩', 'cap ∩ bigcap'],
  ['∖', 'setminus smallsetminus backslash ∖'],
  ['⇒', 'Rightarrow implies iff Leftrightarrow Longrightarrow Longleftrightarrow therefore ⇒ ⟹ ⇔ ∴'],
  ['→', 'to rightarrow longrightarrow → mapsto'],
  ['{', 'bgroup'],
  ['}', 'egroup'],
  ['\\{', 'lbrace {'],
  ['\\}', 'rbrace }'],
  ['[', 'lbrack'],
  [']', 'rbrack'],
  ['(', 'lparen lgroup langle ⟨ （'],
  [')', 'rparen rgroup rangle ⟩ ）'],
  ['|', 'vert lvert rvert mid ∣'],
  ['‖', 'Vert lVert rVert | ‖'],
  ['⌊', 'lfloor llcorner ⌊'],
  ['⌋', 'rfloor lrcorner ⌋'],
  ['⌈', 'lceil ulcorner ⌈'],
  ['⌉', 'rceil urcorner ⌉'],
  [':', 'colon ∶ ：'],
  [',', '， 、'],
  ["'", 'prime ′ ’'],
  ['°', 'circ degree °'],
  ['%', '% percent pct percentage ％'],
  ['…', 'ldots cdots dots dotsc dotsb dotsm dotso vdots ddots … ⋯'],
  ['∅', 'emptyset varnothing ∅'],
  ['∞', 'infty infinity inf ∞'],
  ['π', 'pi π'],
  ['mod', 'mod bmod'],
  ['quad', 'quad qquad'],
  ['√', '√'],
  ['&', '&'],
  ['\\\\', 'cr newline'],
);

/** What has no meaning of its own: spacing, sizes, styles. Sizes of brackets are here too. */
export const ignored: ReadonlySet<string> = new Set(
  words(
    'left right mleft mright middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm limits nolimits ' +
      'displaystyle textstyle scriptstyle rm bf it sf mathrel mathbin mathop mathord nonumber notag hfill thinspace ' +
      'enspace , ; : ! > / $ hskip strut left. right. ldotp cdotp noindent centering hline newline allowbreak',
  ),
);

/** Commands whose argument is read as it stands. */
export const fonts: ReadonlySet<string> = new Set(
  words(
    'mathrm mathbf mathit mathsf mathtt mathcal mathscr mathfrak mathbb boldsymbol bm pmb underline overset underset ' +
      'boxed fbox cancel bcancel xcancel',
  ),
);

/** Commands whose argument is words. */
export const textCommands: ReadonlySet<string> = new Set(
  words('text textbf textit textrm textsf texttt textnormal textup textmd textsc emph mbox hbox'),
);

/** Signs over a letter, which make another letter of it. */
export const accents: ReadonlyMap<string, string> = table(
  ['bar', 'bar overline'],
  ['hat', 'hat widehat'],
  ['vec', 'vec overrightarrow'],
  ['tilde', 'tilde widetilde'],
  ['dot', 'dot'],
  ['ddot', 'ddot'],
);

/** Letters that have a command. */
export const letters: ReadonlySet<string> = new Set(
  words(
    'alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi omicron rho varrho ' +
      'sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ' +
      'hbar ell Re Im aleph partial nabla imath jmath odot oplus wp mho dagger angle triangle square star',
  ),
);

/** Greek letters as characters. */
export const characters: ReadonlyMap<string, string> = table(
  ['alpha', 'α'],
  ['beta', 'β'],
  ['gamma', 'γ'],
  ['delta', 'δ'],
  ['epsilon', 'ε ϵ'],
  ['theta', 'θ'],
  ['lambda', 'λ'],
  ['mu', 'μ µ'],
  ['rho', 'ρ'],
  ['sigma', 'σ'],
  ['tau', 'τ'],
  ['phi', 'φ ϕ'],
  ['omega', 'ω'],
  ['Delta', 'Δ'],
  ['Omega', 'Ω'],
);

/** Raised and lowered digits, and fractions of one character. */
export const expanded: ReadonlyMap<string, string> = new Map([
  ...[...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((sign, digit) => [sign, `^{${digit}}`] as const),
  ...[...'₀₁₂₃₄₅₆₇₈₉'].map((sign, digit) => [sign, `_{${digit}}`] as const),
  ['½', '\\frac{1}{2}'],
  ['⅓', '\\frac{1}{3}'],
  ['⅔', '\\frac{2}{3}'],
  ['¼', '\\frac{1}{4}'],
  ['¾', '\\frac{3}{4}'],
]);
