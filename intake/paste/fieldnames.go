package paste

import (
	"strings"
	"sync"
)

// column is what the words before a value, or above a column, say that it is.
type column uint8

const (
	noColumn column = iota
	givenColumn
	familyColumn
	nameColumn
	companyColumn
	roleColumn
	streetColumn
	addressColumn
	cityColumn
	stateColumn
	postalColumn
	countryColumn
	emailColumn
	phoneColumn
	faxColumn
	siteColumn
	noteColumn
)

// columnNames are the names of fields in the forms, exports and contact pages of many
// languages, folded, with "_" for a space; their source is what address books, web
// forms and CRMs of those languages show.
func columnNames() map[column]string {
	return map[column]string{
		givenColumn: `first_name firstname given_name forename vorname prenom prenoms voornaam fornavn fornamn etunimi imie jmeno krestni_jmeno keresztnev prenume adi ime
			имя 名 名字 이름_(first) nombres primer_nombre primeiro_nome nama_depan ten`,
		familyColumn: `last_name lastname surname family_name nachname familienname zuname nom_de_famille apellido apellidos cognome sobrenome apelido ultimo_nome achternaam
			efternamn etternavn efternavn sukunimi nazwisko prijmeni priezvisko vezeteknev nume_de_familie soyadi soyad prezime priimek фамилия прізвище 姓 姓氏 nama_belakang ho`,
		nameColumn: `prop propr inh vl mgr contacto_comercial name full_name fullname contact_name contact_person contact_persons primary_contact contact attn attention owner proprietor prepared_by represented_by
			ansprechpartner ansprechpartnerin ihr_ansprechpartner ihre_ansprechpartnerin kontaktperson inhaber inhaberin vertreten_durch zu_handen z_hd zhd
			nom nom_complet nom_et_prenom interlocuteur votre_contact contact_commercial gerant proprietaire nombre nombre_completo nombre_y_apellidos persona_de_contacto contacto propietario propietaria titular a_la_atencion_de
			nome nome_e_cognome nominativo referente persona_di_contatto titolare alla_cortese_attenzione_di nome_completo contato pessoa_de_contato responsavel
			naam contactpersoon uw_contactpersoon eigenaar eigenares tav namn kontakt kontaktnavn navn nimi yhteyshenkilo imie_i_nazwisko osoba_kontaktowa wlasciciel jmeno_a_prijmeni kontaktni_osoba meno_a_priezvisko
			nev kapcsolattarto nume nume_si_prenume persoana_de_contact ad_soyad adi_soyadi yetkili ilgili_kisi ime_i_prezime kontakt_osoba ime_in_priimek фио имя_и_фамилия контактное_лицо имя_фамилия піб контактна_особа лице_за_контакт
			ονοματεπωνυμο ονομα 姓名 联系人 聯絡人 聯繫人 氏名 お名前 担当者 担当 이름 성명 성함 담당자 الاسم اسم الاسم_الكامل שם שם_מלא איש_קשר ชื่อ ชื่อ-นามสกุล ho_ten ho_va_ten nguoi_lien_he nama nama_lengkap`,
		companyColumn: `cliente kunde client customer klant kund asiakas musteri klient клиент company company_name organization organisation organization_name business business_name firm account_name account employer firma firmenname unternehmen arbeitgeber
			entreprise societe raison_sociale etablissement empresa razon_social compania organizacion azienda societa ragione_sociale ditta nome_da_empresa bedrijf bedrijfsnaam organisatie foretag virksomhed bedrift firmanavn yritys
			spolecnost firmy nazwa_firmy nazev_firmy spolocnost ceg cegnev firma_adi sirket sirket_adi kurum tvrtka podjetje компания организация фирма название_компании компанія εταιρεια επωνυμια
			公司 公司名称 公司名稱 单位 会社名 会社 社名 貴社名 회사 회사명 상호 الشركة اسم_الشركة חברה שם_החברה บริษัท cong_ty ten_cong_ty perusahaan nama_perusahaan syarikat`,
		roleColumn: `role job_title jobtitle title position job_position designation occupation funktion stellung position/funktion titel berufsbezeichnung fonction poste cargo puesto ruolo qualifica mansione posizione funcao functie
			befattning stilling titteli stanowisko pozice funkce funkcia pozicia beosztas unvan gorev gorevi pozicija radno_mesto delovno_mesto должность посада длъжност θεση ιδιοτητα 职位 职务 職位 職稱 頭銜 役職 役職名 肩書 직책 직위 직함 المسمى_الوظيفي المنصب الوظيفة תפקיד ตำแหน่ง chuc_vu jabatan`,
		streetColumn: `street street_address address_line_1 address_1 address1 line_1 mailing_street billing_street strasse strasse_hausnummer strasse_nr strasse_und_hausnummer rue calle calle_y_numero via straat gata gade gateadresse ulica utca ulice улица`,
		addressColumn: `address add addr addresses besoksadresse forretningsadresse kontoradresse leveringsadresse indirizzo_sede direccion_postal endereco_comercial adresse_du_siege adresse_des_bureaux lieferanschrift kantooradres vestiging aadress kontaktadresse location office_address business_address mailing_address postal_address head_office head_office_address registered_address visiting_address our_office adresse anschrift postanschrift hausanschrift besucheradresse geschaftsadresse
			adresse_postale siege siege_social direccion domicilio ubicacion indirizzo sede sede_legale sede_operativa endereco morada adres bezoekadres postadres vestigingsadres adress besoksadress postadress besogsadresse postadresse osoite kayntiosoite katuosoite adresa cim szekhely sidlo sediu naslov
			адрес адреса διευθυνση 地址 公司地址 住所 所在地 주소 العنوان عنوان כתובת ที่อยู่ dia_chi alamat aadress adrese adresas`,
		cityColumn:    `town/city city/town suburb/city city town locality ort stadt wohnort ville ciudad localidad poblacion citta comune cidade localidade plaats woonplaats stad by poststed kaupunki postitoimipaikka miasto miejscowosc mesto obec varos telepules oras localitate sehir il_ilce grad kraj_city город місто град πολη 城市 市区 도시 المدينة עיר kota thanh_pho`,
		stateColumn:   `state province region county state_province state/province state_region bundesland kanton departement provincia estado comunidad_autonoma uf regione provincie lan fylke wojewodztwo megye judet ilce il область регион 省 省份 州 都道府県 المحافظة provinsi`,
		postalColumn:  `zip zip_code zipcode zip_postal_code postal_code post_code postcode zip/postal_code pin pin_code pincode eircode plz postleitzahl code_postal codigo_postal cp cap cep postnummer postnr postinumero kod_pocztowy psc iranyitoszam cod_postal posta_kodu postanski_broj postna_stevilka индекс почтовый_индекс поштовий_індекс τκ 邮编 邮政编码 郵遞區號 郵便番号 우편번호 الرمز_البريدي מיקוד รหัสไปรษณีย์ kode_pos poskod ma_buu_dien`,
		countryColumn: `country country_region country/region nation land staat pays pais paese nazione nacao maa zeme krajina orszag tara ulke drzava страна країна държава χωρα 国家 國家 国 국가 الدولة البلد ארץ מדינה ประเทศ quoc_gia negara kraj`,
		emailColumn:   `email e_mail mail email_address e_mail_address mailadresse courriel adresse_mail adresse_e_mail correo correo_electronico posta_elettronica indirizzo_email epost e_post eposta e_posta sahkoposti эл_почта почта электронная_почта электронна_пошта 邮箱 电子邮件 電子郵件 電郵 メール メールアドレス 이메일 البريد_الإلكتروني דואל דוא_ל อีเมล surel`,
		phoneColumn: `phone phone_number telephone telephone_number mobile mobile_phone mobile_number cell cell_phone work_phone business_phone home_phone other_phone direct_phone tel telefon telefonnummer mobil mobiltelefon handy festnetz
			telephone_portable portable telefono movil celular telefone telemovel cellulare telefoon mobiel puhelin telefonszam mobiltelefonszam cep_telefonu телефон мобильный τηλεφωνο κινητο 电话 手机 電話 手機 携帯 電話番号 전화 전화번호 휴대폰 هاتف جوال טלפון נייד โทรศัพท์ dien_thoai telepon`,
		faxColumn:  `fax fax_number business_fax telefax factax faks факс φαξ 传真 傳真 ファックス 팩스 فاكس פקס โทรสาร`,
		siteColumn: `website web site web_site url homepage webseite internet webadresse site_web site_internet sitio_web pagina_web web_oldal sito sito_web webbplats hjemmeside sivusto strona strona_www web_sitesi сайт веб_сайт ιστοσελιδα 网址 网站 網址 ウェブサイト 홈페이지 الموقع אתר เว็บไซต์`,
		noteColumn: `notes note comment comments remarks notizen bemerkung bemerkungen kommentar anmerkung anmerkungen remarques notas observaciones note_interne observacoes opmerkingen anteckningar uwagi poznamka poznamky megjegyzes notite notlar примечание 备注 備考 비고`,
	}
}

var columnWords = sync.OnceValue(func() map[string]column {
	out := map[string]column{}
	for c, list := range columnNames() {
		for name := range set(list) {
			out[strings.Join(folded(name), " ")] = c
		}
	}
	return out
})

// columnOf is what a text names, noColumn where it is no name of a field.
func columnOf(s string) column {
	const longest = 40
	if len(s) > longest {
		return noColumn
	}
	words := folded(s)
	for len(words) > 1 && oneOf(words[0], "mailing billing shipping business work office home primary company person contact your my ihr ihre votre su il_suo") {
		if c, ok := columnWords()[strings.Join(words, " ")]; ok {
			return c
		}
		words = words[1:]
	}
	if c, ok := columnWords()[strings.Join(words, " ")]; ok {
		return c
	}
	if len(words) > 1 && allLabels(words) && namesPhone(s) { // "Tél fixe"
		if fax, _ := labelMeans(s); fax {
			return faxColumn
		}
		return phoneColumn
	}
	return noColumn
}
