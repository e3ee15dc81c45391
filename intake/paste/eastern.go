package paste

import (
	"strings"
	"unicode"

	"leadpad/safe/lazyregexp"
)

// Addresses of East Asia go from the large to the small and need no spaces. Groups:
// postal code, state, city, street.
var (
	japanese = lazyregexp.New(`(?:〒\s*)?(\d{3}[-‐－ー]\d{4})?[\s　]*(東京都|北海道|京都府|大阪府|\p{Han}{2,3}県)[\s　]*((?:\p{Han}{1,5}郡)?[\p{Han}\p{Hiragana}\p{Katakana}ヶ]{1,7}?[市区町村](?:\p{Han}{1,4}区)?)[\s　]*(.*\S)`)
	kansai   = lazyregexp.New(`〒?\s*(\d{3}[-‐－ー]\d{4})[\s　]*()([\p{Han}\p{Hiragana}\p{Katakana}ヶ]{1,7}?[市区町村](?:\p{Han}{1,4}区)?)[\s　]*(.*\S)`) // large towns need no prefecture
	chinese  = lazyregexp.New(`^(?:\p{Han}{2}[:：]\s*)?(\d{3,6})?[\s　]*(?:中国|中國)?(?:(\p{Han}{2,8}?(?:省|自治区))[\s　]*)?(\p{Han}{2,4}?[市縣县])[\s　]*(.*[\p{Han}].*)`)
	korean   = lazyregexp.New(`(?:^|[\s(])(\d{5})?\)?\s*()((?:서울|부산|대구|인천|광주|대전|울산|세종)(?:특별시|광역시|특별자치시|시)?)\s+(.*\S)`)
	koreanDo = lazyregexp.New(`(?:^|[\s(])(\d{5})?\)?\s*(\p{Hangul}{2,5}도)\s+(\p{Hangul}{1,5}[시군])\s+(.*\S)`)
	lotForm  = lazyregexp.New(`\d|[路街道号號巷弄村]`)
	justCode = lazyregexp.New(`^\s*(?:〒|우\)|우편번호|邮编|郵編)?\s*[:：]?\s*\(?(\d{3}-\d{4}|\d{5,6})\)?\s*$`)
	codeEnd  = lazyregexp.New(`\s*[,(（]?\s*(?:〒|우\)|邮编|郵遞區號)?\s*[:：]?\s*(\d{3}-\d{4}|\d{5,6})\s*[)）]?$`)
	houseTop = lazyregexp.New(`^[^@]*(?:\d+\s*(?:階|F|층|호|楼|樓|室|号室)|ビル|タワー|빌딩|大厦|大樓)[^@]*$`)
)

// findEasternAddress takes addresses that are written from the large to the small.
func (c *card) findEasternAddress() {
	for i, l := range c.lines {
		if l.outside || !eastern(l.text) {
			continue
		}
		for _, p := range l.free() {
			if c.easternAddress(i, p) {
				return
			}
		}
	}
}

func (c *card) easternAddress(i int, p piece) bool {
	s := p.String()
	for _, form := range []*lazyregexp.Regexp{japanese, kansai, koreanDo, korean, chinese} {
		for _, at := range form.FindAllStringSubmatchIndex(s, 1) {
			part := func(n int) piece {
				if at[2*n] < 0 {
					return piece{p.line, p.to, p.to}
				}
				return p.sub(at[2*n], at[2*n+1])
			}
			street := part(4)
			if !lotForm.MatchString(street.String()) || easternForm.MatchString(street.String()) {
				continue
			}
			c.takeEastern(i, part(1), part(2), part(3), street)
			return true
		}
	}
	return false
}

// takeEastern puts the parts on their places, with a postal code from the line before
// or behind and the building of the next line.
func (c *card) takeEastern(i int, postal, state, city, street piece) {
	a := address{}
	if len(c.address) > 0 && c.address[0].city.text == "" && c.address[0].street.text == "" { // labelled postal code
		a, c.address = c.address[0], c.address[1:]
	}
	set := func(v *value, p piece) {
		if p.from < p.to && v.text == "" {
			*v = p.give(Postal, "")
		}
	}
	if at := codeEnd.FindStringSubmatchIndex(street.String()); at != nil && postal.from == postal.to {
		set(&a.postal, street.sub(at[2], at[3]))
		street = street.sub(0, at[0])
	}
	whole := piece{city.line, min(state.from, city.from), street.to}
	c.left = append(c.left, Left{Text: whole.String(), Kind: Tag, Line: whole.number}) // as it was written
	set(&a.postal, postal)
	set(&a.state, state)
	set(&a.city, city)
	set(&a.street, street)
	for _, k := range []int{i - 1, i + 1} {
		if k < 0 || k >= len(c.lines) || c.lines[k].outside {
			continue
		}
		l := c.lines[k]
		for _, p := range l.free() {
			at := justCode.FindStringSubmatchIndex(p.String())
			switch {
			case at != nil:
				set(&a.postal, p.sub(at[2], at[3]))
			case k > i && houseTop.MatchString(p.String()) && !legal(p.String()):
				a.street.text += ", " + p.give(Postal, "").text
			}
		}
	}
	c.address = append(c.address, a)
}

// The common family names of China and Korea, from general knowledge, not counted:
// a name that begins with one needs no space to be told from the given name.
const (
	chineseFamilies = `王李张张劉刘陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文庞龐樊兰蘭殷施陶洪翟安颜顏倪严嚴牛温溫芦季俞章鲁魯葛伍韦韋申尤毕畢聂聶丛焦向柳邢路岳齐齊沿梅莫庄莊辛管祝左涂谷祁时時舒耿牟卜詹关關苗凌费費纪紀靳盛童欧歐甄项項曲成游阳陽裴席卫衛查屈鲍鮑位覃霍翁隋植甘景薄单單包司柏宁寧柯阮桂闵闵解柴冷`
	compoundNames   = `欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 皇甫 尉迟 公孙 慕容 令狐 司徒 남궁 황보 제갈 선우 사공`
	koreanFamilies  = `김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용`
)

// easternName divides a name that is written without a space. ok is false where the
// text is no such name; family is "" where nothing says where it ends.
func (c *card) easternName(s string) (family, given string, ok bool) {
	runes := []rune(s)
	const shortest, longest = 2, 5
	if len(runes) < shortest || len(runes) > longest || roleWord(s) || legal(s) || easternPart.MatchString(s) || columnOf(s) != noColumn || fieldWord(s) {
		return "", "", false
	}
	hangul, han := true, true
	for _, r := range runes {
		hangul = hangul && unicode.Is(unicode.Hangul, r)
		han = han && (unicode.Is(unicode.Han, r) || r == '々')
	}
	if !hangul && !han {
		return "", "", false
	}
	list, most := koreanFamilies, 3
	if han {
		list = chineseFamilies
	}
	switch {
	case len(runes) > 2 && len(runes) <= most+1 && oneOf(string(runes[:2]), compoundNames):
		return string(runes[:2]), string(runes[2:]), true
	case len(runes) <= most && c.region != "JP" && strings.ContainsRune(list, runes[0]):
		return string(runes[:1]), string(runes[1:]), true
	}
	return "", "", han && c.region == "JP" && len(runes) > 2
}

// easternPart are the ends of what is part of a company, or a place.
var easternPart = lazyregexp.New(`[部課课室科局省市区區県縣县町村路街号號팀부과실도시구군읍면동]$|公司|会社|集団|集团|中心|本店|支店|支社`)

// findEasternName takes such a name where names stand.
func (c *card) findEasternName() {
	const deep = 6
	if c.person.first.text != "" {
		return
	}
	for i, p := range c.near() {
		if i >= deep {
			return
		}
		if !eastern(p.String()) {
			continue
		}
		if c.takeSpaced(p, Position, "") {
			return
		}
		if h, ok := person(p); ok && len(h.words) == 2 { // divided by a space
			if len(strings.Fields(p.String())) > 2 { // behind a role
				c.takeName(h, 0, Position, "")
			}
			return
		}
		if c.takeEasternName(p, Position, "") {
			return
		}
	}
}

// takeEasternName takes the first name without a space in a piece.
func (c *card) takeEasternName(p piece, w Why, detail string) bool {
	for _, q := range easternWords(p) {
		family, given, ok := c.easternName(q.String())
		if !ok {
			continue
		}
		if family == "" {
			c.person.first = q.give(w, detail)
			return true
		}
		c.left = append(c.left, Left{Text: q.String(), Kind: Tag, Line: q.number}) // as it was written
		c.person.last = q.sub(0, len(family)).give(w, detail)
		c.person.first = q.sub(len(family), len(family)+len(given)).give(w, detail)
		return true
	}
	return false
}

// easternWords are the words of a piece, without what people are called by.
func easternWords(p piece) []piece {
	var out []piece
	s := p.String() + " "
	from := 0
	for i, r := range s {
		if !unicode.IsSpace(r) && !strings.ContainsRune("/／(（)）", r) {
			continue
		}
		if q := p.sub(from, min(i, len(s)-1)); !q.blank() {
			for _, title := range []string{"先生", "女士", "小姐", "様", "님", "氏"} {
				if cut, ok := strings.CutSuffix(q.String(), title); ok && len([]rune(cut)) > 1 {
					q = q.sub(0, len(cut))
				}
			}
			out = append(out, q)
		}
		from = i + len(string(r))
		if from >= len(s) {
			break
		}
	}
	return out
}
