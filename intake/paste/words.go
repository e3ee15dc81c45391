package paste

import (
	"strings"
	"sync"

	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

// easternRole are words of roles that are written without a space before them.
// easternRole are words of roles of scripts that put no spaces between words, and
// roles of two words that alone are names or say nothing.
var easternRole = lazyregexp.New(`次長|参与|店主|女将|園長|院長|校長|会長|理事|代表者|オーナー|部長|課長|係長|社長|専務|常務|取締役|担当|主任|主査|店長|所長|支店長|代表|営業|マネージャー|マネジャー|ディレクター|エンジニア|デザイナー|コンサルタント|` +
	`经理|經理|总监|總監|总裁|總裁|主管|专员|專員|工程师|工程師|助理|顾问|顧問|董事|销售|采购|业务|業務|主任|会计|會計|设计师|創辦人|创始人|厂长|` +
	`대표|부장|과장|팀장|차장|대리|사원|이사|실장|본부장|주임|매니저|연구원|사장|원장|담당|ผู้จัดการ|ผู้อำนวยการ|กรรมการ|เจ้าหน้าที่|วิศวกร|หัวหน้า|พนักงาน|ที่ปรึกษา|ผู้ช่วย|ฝ่าย|` +
	`(?:^|\s)(?:ال)?(?:مدير|مديرة|رئيس|رئيسة|مهندس|مهندسة|مسؤول|مسؤولة|مشرف|محاسب|مستشار|منسق|مندوب|أخصائي|مساعد|محامي|مدیر|کارشناس|مهندس)(?:\s|$)|` +
	`(?:^|\s)(?:מנהל|מנהלת|מנכ"ל|מנכ״ל|מנכ"לית|סמנכ"ל|סמנכ״ל|סמנכ"לית|מהנדס|מהנדסת|ראש|יועץ|יועצת|עורך|עורכת|נציג|נציגת|רכז|רכזת|מפתח|מפתחת|חשב|חשבת)(?:\s|$)|` +
	`(?i:giám đốc|trưởng phòng|phó phòng|nhân viên|chuyên viên|kỹ sư|quản lý|chủ tịch|trưởng nhóm|kế toán|trợ lý)|प्रबंधक|निदेशक|अध्यक्ष`)

// roleWord says that a text holds a word of roles, in one of ten languages and more.
func roleWord(s string) bool {
	if farScript(s) && easternRole.MatchString(s) || foldedBegin(s, "cap de ") || foldedBegin(s, "cap d'") {
		return true
	}
	for w := range strings.FieldsSeq(lead.Fold(s)) {
		if roleWords()[w] {
			return true
		}
		if roleEnd(w) {
			return true
		}
	}
	return false
}

// foldedBegin says that a text begins with an ASCII one, in any case.
func foldedBegin(s, begin string) bool {
	return len(s) >= len(begin) && strings.EqualFold(s[:len(begin)], begin)
}

// roleEnd says that a word is one of those in which roles end, or ends in it behind
// three letters and more.
func roleEnd(w string) bool {
	const least = 2
	for _, end := range roleEnds()[w[len(w)-1]] {
		if strings.HasSuffix(w, end) && (len(w) == len(end) || len(w) > len(end)+least) {
			return true
		}
	}
	return false
}

// roleEnds are the words in which roles end, by their last byte.
var roleEnds = sync.OnceValue(func() map[byte][]string {
	return byByte(func(end string) byte { return end[len(end)-1] }, []string{"ologist", "ologista", "ologe", "ologin", "ologo", "ologa", "ologue", "iater", "iatrist", "ician", "juht", "juhataja", "stjori", "paallikko", "johtaja", "suunnittelija", "vezeto", "igazgato", "meisterin", "helferin", "pfleger", "pflegerin", "planer", "planerin", "disponent", "disponentin", "trainer", "trainerin", "makler", "maklerin", "ansvarlig", "koordinator", "sekretar", "chefin", "sjef", "direktorica", "leiter", "leiterin", "fuhrer", "fuhrerin", "manager", "managerin", "berater", "beraterin", "chef", "chefin", "direktor", "direktorin", "direktør", "direktor", "ingenieur", "ingenieurin", "entwickler", "entwicklerin", "referent", "referentin", "assistent", "assistentin", "assistenz", "techniker", "architekt", "architektin", "sachbearbeiter", "sachbearbeiterin", "beauftragter", "beauftragte", "meister", "kaufmann", "kauffrau", "leitung", "chef", "ansvarig", "konsulent", "konsult", "radgiver", "leder", "sjef", "medewerker", "adviseur", "directeur", "hoofd", "anwalt", "anwaltin", "berater", "vorstand", "spezialist", "prasident"})
})

var roleWords = sync.OnceValue(func() map[string]bool {
	return set(`
	kassenwart hauswart platzwart
	manager director head chief officer ceo cto cfo coo cmo cio ciso cpo cro chro cso vp svp evp avp president vice founder cofounder owner partner principal
	engineer developer architect designer analyst consultant advisor adviser specialist coordinator administrator assistant associate executive representative
	rep lead supervisor strategist planner buyer accountant controller auditor lawyer attorney counsel solicitor paralegal recruiter scientist researcher
	technician programmer editor journalist writer copywriter photographer producer trainer coach teacher lecturer professor broker agent realtor secretary
	receptionist clerk treasurer chairman chairwoman chairperson chair superintendent foreman inspector intern trainee ambassador evangelist chef nurse physician
	dentist surgeon psychologist therapist pharmacist veterinarian electrician plumber carpenter operator dispatcher estimator investigator librarian
	geschaftsfuhrer geschaftsfuhrerin geschaftsfuhrung geschaftsleitung geschaftsfuhrender geschaftsfuhrende inhaber inhaberin leiter leiterin leitung vorstand vorsitzender vorsitzende
	prokurist prokuristin abteilungsleiter vertriebsleiter vertrieb bereichsleiter teamleiter teamleiterin mitarbeiter mitarbeiterin sachbearbeiter berater beraterin
	referent referentin assistent assistentin assistenz ingenieur ingenieurin entwickler entwicklerin direktor direktorin kaufmann kauffrau einkaufer einkauferin
	rechtsanwalt rechtsanwaltin steuerberater steuerberaterin wirtschaftsprufer notar notarin architekt architektin gesellschafter gesellschafterin grunder grunderin
	redakteur redakteurin verkaufer verkauferin beauftragter beauftragte meister techniker arzt arztin zahnarzt projektleiter projektleiterin geselle auszubildender werkstudent werkstudentin
	stellvertretender stellvertretende
	directeur directrice responsable chef cheffe president presidente gerant gerante charge chargee ingenieur ingenieure conseiller conseillere consultante assistante
	attache attachee commercial commerciale comptable avocat avocate fondateur fondatrice cofondateur cofondatrice associe associee dirigeant dirigeante adjoint adjointe technicien technicienne
	acheteur acheteuse developpeur developpeuse architecte pdg dg dga drh daf dsi graphiste juriste coordinateur coordinatrice redacteur redactrice formateur formatrice secretaire gestionnaire
	directora gerente jefe jefa encargado encargada ingeniero ingeniera asesor asesora consultor consultora socio socia fundador fundadora cofundador abogado abogada
	tecnico tecnica comercial ejecutivo ejecutiva asistente auxiliar coordinador coordinadora administrador administradora administrativo administrativa contable comprador compradora vendedor vendedora
	desarrollador desarrolladora disenador disenadora arquitecto arquitecta analista especialista propietario propietaria subdirector subdirectora presidenta secretario secretaria medico medica profesor profesora
	direttore direttrice responsabile amministratore amministratrice titolare presidente socio fondatore fondatrice ingegnere consulente commerciale impiegato impiegata avvocato avvocatessa addetto addetta
	capo ragioniere geometra architetto commercialista progettista sviluppatore sviluppatrice segretario venditore venditrice coordinatore coordinatrice dirigente tecnico specialista
	hoofd directeur bestuurder eigenaar eigenaresse manager adviseur adviseuse medewerker medewerkster projectleider projectmanager accountmanager verkoper inkoper ingenieur oprichter vennoot
	zaakvoerder zaakvoerster beheerder consulent ontwikkelaar advocaat notaris boekhouder directiesecretaresse teamleider afdelingshoofd vertegenwoordiger
	diretor diretora gerente chefe engenheiro engenheira consultor consultora socio socia fundador fundadora advogado advogada tecnico tecnica assistente coordenador coordenadora
	administrador administradora vendedor vendedora desenvolvedor desenvolvedora analista proprietario proprietaria gestor gestora contador contadora arquiteto arquiteta supervisor supervisora encarregado encarregada
	chef direktor vd grundare delagare ansvarig saljare saljchef konsult ingenjor utvecklare projektledare radgivare ekonomichef inkopare kundansvarig affarsutvecklare forsaljningschef marknadschef agare styrelseordforande handlaggare samordnare
	direktor direktør adm partner konsulent leder ejer indehaver medejer ingenior udvikler projektleder salgschef salgsdirektor okonomichef radgiver advokat revisor saelger indkober stifter medstifter kundechef chefkonsulent formand daglig sjef selger utvikler gründer grunder
	toimitusjohtaja johtaja paallikko myyntipaallikko myyntijohtaja asiantuntija dyrektor kierownik prezes wlasciciel specjalista inzynier doradca reditel jednatel obchodni vedouci ugyvezeto igazgato vezeto mudur muduru yonetici
	директор менеджер руководитель начальник генеральный директорка менеджерка инженер специалист бухгалтер заместитель консультант продавец ведущий главный зам председатель
	президент юрист дизайнер разработчик аналитик технолог логист снабженец товаровед керівник начальниця фахівець заступник головний провідний власник адвокат маркетолог мениджър управител
	търговски ръководител експерт специјалист директорица управник координатор координатора представитель
	ugyved kozjegyzo orvos fogorvos mernoki pultos arts tandarts huisarts advocate barrister dentiste medecin infirmiere infirmier notaire opticien kinesitherapeute pediatre avvocata medico dentista infermiera notaio enfermeira enfermeiro medica odontologo odontologa abogado procurador procuradora
	hammaslaakari asianajaja laakari opettaja tandlakare lakare larare sjukskoterska lege sykepleier tannlege laerer sygeplejerske laege underviser adwokat radca lekarz lekarka stomatolog nauczyciel advokat advokatka lekar lekarka ucitel ucitelka pravnik pravnicka zubar zubarka
	ogretmen doktoru hekim dis_hekimi mimar tasarimci yazilimci arstid arst jurist advokatas gydytojas arsts jurists κτηνιατροσ ιατροσ οδοντιατροσ αρχιτεκτονασ врач стоматолог юрисконсульт учитель лікар вчитель лекар архитект архитектор
	obmann obfrau ordforande puheenjohtaja yrittaja omistaja kauppias styrmand formann kassor kassier teknikeri teknisyen usta ustasi isletmeci eienaar bestuurder horloger patissier boulanger boucher coiffeur coiffeuse fleuriste asztalosmester mester vallalkozo zamecnik truhlar elektrikar stolarz elektryk hydraulik farmacista ottico erborista estetista parrucchiere parrucchiera commessa cuoco cuoca fornaio viticoltore enologo dermatologista farmaceutico farmaceutica controleur controleuse vendeur vendeuse acheteur monteur monteuse serveur serveuse conducteur conductrice animateur animatrice educateur educatrice moniteur monitrice enseignant enseignante chercheur chercheuse ingenieure chargee cheffe patron patronne artisan artisane
	jefatura coordinacion kaiwhakahaere whakahaere
	proprietor merchandiser ordinator coowner curator registrar provost organiser organizer publisher surveyor conveyancer actuary underwriter geologist chemist biologist economist statistician translator interpreter
	sommelier winemaker brewmaster captain pilot bookkeeper buyer merchandising purchasing procurement headteacher headmaster headmistress midwife optician optometrist physiotherapist osteopath chiropractor stylist barista
	specjalistka asystent asystentka koordynator koordynatorka przedstawiciel przedstawicielka ksiegowa ksiegowy handlowiec wlascicielka menedzer menedzerka glowny zastepca wiceprezes projektant konstruktor kierowniczka technolog
	reditelka manazer manazerka specialista specialistka ucetni technik nakupci asistentka zastupce majitel majitelka spravce projektovy konatel konatelka riaditel riaditelka veduci veduca referentka obchodny predajca ekonom
	menedzser munkatars asszisztens mernok titkar tulajdonos konyvelo beszerzo ertekesito ertekesitesi szakerto manager administrator sef sefa inginer responsabil consilier reprezentant contabil asociat coordonator jurist achizitii vanzari
	direktor direktorica voditelj voditeljica vodja menadzer menadzerka predstavnik predstavnica savetnik savjetnik referent predsednik predsjednik upravnik komercijalni komercijalist inzenjer vlasnik vlasnica lastnik direktorka svetovalec svetovalka strokovni skrbnik
	vaditajs vaditaja direktors specialists specialiste vadovas vadove direktorius direktore vadybininkas vadybininke specialistas specialiste juhataja juht juhatuse spetsialist projektijuht omanik valdybos pirmininkas gramatvede gramatvedis
	framkvaemdastjori forstjori verkefnastjori solustjori fulltrui radgjafi verkfraedingur
	διευθυντησ διευθυντρια διευθυντης υπευθυνοσ υπευθυνος υπευθυνη συμβουλοσ συμβουλος μηχανικοσ μηχανικος προεδροσ προεδρος ιδιοκτητησ ιδιοκτητης ιδιοκτητρια λογιστησ λογιστης πωλητησ πωλητης δικηγοροσ δικηγορος στελεχοσ στελεχος προισταμενοσ προισταμενος
	uzmani sorumlusu muduresi yoneticisi baskani baskan direktoru temsilcisi koordinatoru sefi asistani muhendisi muhendis uzman sorumlu danismani danisman sahibi kurucu ortagi avukat muhasebeci
	manajer direktur kepala pemilik sekretaris staf pengurus pengarah eksekutif pegawai jurutera penolong pengelola
	tecnica tecnic responsavel gestor coordenador cofundador auxiliar encarregado encarregada jefatura ejecutivo promotor promotora apoderado apoderada presidenta vicepresidente vicepresidenta subgerente delegado delegada
	geschaftsleiter geschaftsleiterin betriebsleiter prokura personalreferentin vorstandsmitglied beirat dozent dozentin pfarrer pfarrerin burgermeister burgermeisterin landrat landratin kanzler dekan rektor schulleiter schulleiterin wirtin
	bedrijfsleider bedrijfsleidster teamleidster coordinator hoofdredacteur directrice eigenaar secretaresse voorzitter penningmeester inkoopster planner rector raadgever afgevaardigd
	kundeansvarlig innkjoper regnskapssjef avdelingsleder prosjektleder styreleder rorlegger inkopschef platschef butikschef vice_vd varmepumpetekniker driftleder driftsleder butikksjef radmand rektor
	`)
})

// companyWord says that a text holds a word by which companies are named.
func companyWord(s string) bool {
	if strings.ContainsAny(s, "'’") {
		s = articles.Replace(s) // "L'Atelier"
	}
	for w := range strings.FieldsSeq(lead.Fold(s)) {
		if companyWords()[w] {
			return true
		}
		if endsWith(w, companyEnds()) {
			return true
		}
	}
	return containsAny(strings.ToLower(s), []string{"co-op", "law office", "law firm"})
}

var articles = strings.NewReplacer("L'", " ", "l'", " ", "L’", " ", "l’", " ", "D'", " ", "d'", " ", "D’", " ", "d’", " ")

// companyEnds are the ends of words of the north by which companies are named, those
// left out in which last names end too.
func companyEnds() []string {
	return []string{
		"verein", "bucherei", "studio", "apotheke", "agentur", "fabrik", "buro", "service", "werke", "handlung", "betrieb", "dienst", "schule", "klinik", "praxis", "kanzlei", "zentrum", "museum", "theater", "verlag", "gesellschaft", "genossenschaft", "stiftung", "verband", "manufaktur", "brauerei", "backerei", "metzgerei", "schreinerei", "tischlerei",
		"sallskap", "forening", "foreningen", "firma", "firmaet", "bolag", "bolaget", "byra", "verksted", "selskab", "selskap", "bedrijf", "praktijk", "winkel", "stichting", "vereniging",
	}
}

var companyWords = sync.OnceValue(func() map[string]bool {
	return set(`
	administration commune comune ajuntament concello gmina municipality municipio
	batik uslugi servicii usluge servicos
	fabrics silks sarees jewels jewellery jewelry stores mart enterprise agencies market deli grill kitchen tavern inn hospice mission church ministries temple bakery butchers grocers servisi servis klima insaat ticaret sanayi bufete notaria ferreteria 카페 식당 학원 의원 치과 약국 상사 마트 공방 미용실 부동산 펜션 grupo gruppo groep gruppe konsern koncern skupina grupa csoport gruppen societe sociedad societa sociedade gesellschaft etablissements ets maison compagnie compania corporation corp incorporated cooperatief kooperative osuuskunta spoldzielnia druzstvo szovetkezet
	hotel restaurant cafe studio studios consulting consultants solutions technologies technology systems partners group holding services agency agentur kanzlei praxis klinik
	klinikum universitat university universite universita universidad universidade institut institute instituto istituto college school schule bank sparkasse versicherung insurance
	verlag labs laboratories industries international enterprises ventures capital logistics spedition bakery backerei apotheke pharmacy hospital clinic foundation stiftung
	association verband verein society museum theatre theater architekten architects advokater rechtsanwalte steuerberatung werke werkstatt autohaus immobilien realty properties
	construction bau elektro software media design digital travel reisen foods brewery brauerei winery weingut bodega bodegas viajes constructora asesores abogados inmobiliaria
	farmacia panaderia imprenta immobilier assurances boulangerie cabinet editions menuiserie transports imobiliaria construcoes transportes padaria clinica laboratorio laboratori
	ristorante trattoria panificio officina costruzioni edilizia assicurazioni bakkerij makelaars advocaten adviesbureau ingenieursbureau bouwbedrijf accountants installaties
	byra bageri redovisning fastigheter bygg revision ejendomme byggefirma advokatfirma tegnestue rederi mobler motors manufacturing supply company ministry ministerium council gemeinde stadtverwaltung stadtwerke
	trading traders imports exports networks analytics robotics pharma biotech energy solar security events productions publishing records fitness yoga salon boutique
	department authority commission center centre zentrum surgery dental florists florist dentistry dental roasters coffee tea catering caterers sweets bookshop books bistro pub lodge resort hostel guesthouse motel spa salons barbers barbershop garage tyres nursery nurseries garden collective cooperative coop
	jewellers jewelers opticians veterinary vets plumbing heating roofing joinery carpentry landscaping cleaning removals rentals lettings estates chambers surveyors outfitters apparel clothing textiles knitwear ceramics furniture interiors kitchens
	bureau ateliers atelier garage auberge domaine chateau fromagerie charcuterie patisserie pharmacie clinique ecole lycee mairie librairie fleuriste coiffure plomberie electricite maconnerie groupe cooperative laiterie chocolaterie brasserie
	tischlerei schreinerei gasthof gasthaus pension metzgerei fleischerei konditorei backhaus gartnerei malerbetrieb dachdeckerei zimmerei druckerei buchhandlung blumen kindergarten krankenhaus pflegedienst zahnarztpraxis hausverwaltung fahrschule werbeagentur ingenieurburo architekturburo planungsburo weinhaus brennerei manufaktur handwerk haustechnik kaltetechnik landkreis stadtverwaltung genossenschaft volksbank raiffeisenbank kunsthalle
	agriturismo azienda cantina cantine frantoio oleificio caseificio pasticceria gelateria albergo pizzeria osteria tipografia carpenteria falegnameria autofficina lavanderia farmacie studio_legale impresa consorzio cooperativa tenuta podere masseria panetteria enoteca
	hermanos taller talleres ferreteria carniceria pasteleria restaurante hostal hacienda finca almazara gestoria notaria colegio ayuntamiento clinicas libreria peluqueria carpinteria cafeteria distribuidora comercializadora importadora exportadora servicios industrias
	confeitaria mercearia oficina livraria restaurante pousada fazenda quinta herdade adega escola prefeitura metalurgica comercio industria distribuidora floricultura pizzaria imobiliarios consultoria
	fietsenmaker slagerij kapsalon garagebedrijf schildersbedrijf loodgietersbedrijf boerderij drukkerij bloemisterij stichting vereniging apotheek tandartspraktijk huisartsenpraktijk adviseurs makelaardij notariskantoor waterschap hogeschool boekhandel restaurant brouwerij kwekerij
	hotell kafe rorleggeri tannlege frisor verksted bakeri snekkeri kommune skole sykehus apotek forlag maleri tommerfirma hytte murmester tomrer vvs autoværksted bryggeri skovbrug kiropraktor advokatbyra tandlakare snickeri ravintola kahvila leipomo apteekki puutarha tilitoimisto kauppa
	restauracja apteka kancelaria gabinet drukarnia piekarnia cukiernia hurtownia zaklad fabryka pracownia przychodnia szkola uniwersytet urzad biuro restaurace lekarna pekarna truhlarstvi zahradnictvi tiskarna penzion pivovar skola univerzita urad sklarny
	etterem panzio szalloda patika pekseg nyomda iroda iskola egyetem gyar restoran ljekarna pekara tiskara vinarija skola apoteka zadruga gostilna lekarna kmetija mizarstvo tiskarna gostisce vinska
	restoranas kavine vaistine viesbutis kirpykla viesnica restorans aptieka kafejnica restoran kohvik apteek hotelli kirjastus talu
	otel pansiyon lokantasi restoran restoranti kafe eczane eczanesi firini pastanesi matbaa insaat tekstil gida makina otomotiv mimarlik hukuk burosu turizm nakliyat lojistik universitesi hastanesi klinigi okulu koleji mobilya
	rumah_makan toko apotek warung klinik sekolah universitas restoran kedai perniagaan syarikat perusahaan
	ресторан кафе гостиница отель аптека клиника университет институт завод фабрика студия агентство бюро центр компания кафене хотел болница училище стоматология ателье типография пекарня готель лікарня університет
	ξενοδοχειο εστιατοριο φαρμακειο φουρνοσ καφε ταβερνα πανεπιστημιο ελαιουργια οινοποιειο τυπογραφειο εργαστηριο κλινικη
	מסעדת מסעדה מלון מרפאת מרפאה קליניקת סטודיו משרד מכון אוניברסיטת מכללת מאפיית יקב בנק חברת קבוצת
	شركة مؤسسة مطعم فندق صيدلية مستشفى جامعة مكتب مجموعة مصنع عيادة بنك معهد شرکت
	workshop factory mill farms farm dairy seafood fisheries shipping freight airlines airways telecom electronics instruments tools machinery engineering
	`)
})

// fieldWord says that a text is nothing but words that name a field.
func fieldWord(s string) bool {
	words := strings.Fields(lead.Fold(s))
	if len(words) == 0 {
		return false
	}
	for _, w := range words {
		if !phoneLabels.has(w) && !fieldLabels.has(w) {
			return false
		}
	}
	return true
}

var fieldLabels = newWordList(`hq headquarters role ort standort besoksadress postadress besuchsadresse postanschrift sede domicilio plz cep cp e email mail mailto correo courriel posta elettronica eposta epost web website webseite www internet site url homepage sito http https linkedin xing twitter
	facebook instagram youtube github skype address adresse anschrift adres direccion indirizzo endereco morada adress name firma company position kontakt contact
	contacto contatto a w o de my our visit follow us on me besuchen sie uns at unter x i mailadresse e-mail connect profile profil nom prenom nombre nome title titel funktion via`)
