// Falsework
// SPDX-License-Identifier: MIT

/// What `\p{…}` may name: general categories and the binary properties that Swift knows.
enum ScalarProperty: Sendable {
  case categories(Set<Unicode.GeneralCategory>)
  case any, ascii, assigned, alphabetic, lowercase, uppercase, whiteSpace, emoji, idStart
  case idContinue

  /// Reads what stands between the braces, for instance `Lu` or `General_Category=Letter`.
  init?(_ name: String) {
    let parts = name.split(separator: "=", omittingEmptySubsequences: false)
    switch parts.count {
    case 1:
      guard let property = Self.binary[name] ?? Self.category(name) else { return nil }
      self = property
    case 2 where parts[0] == "General_Category" || parts[0] == "gc":
      guard let property = Self.category(String(parts[1])) else { return nil }
      self = property
    default: return nil
    }
  }

  func holds(of scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .categories(let categories): categories.contains(scalar.properties.generalCategory)
    case .any: true
    case .ascii: scalar.isASCII
    case .assigned: scalar.properties.generalCategory != .unassigned
    case .alphabetic: scalar.properties.isAlphabetic
    case .lowercase: scalar.properties.isLowercase
    case .uppercase: scalar.properties.isUppercase
    case .whiteSpace: scalar.properties.isWhitespace
    case .emoji: scalar.properties.isEmoji
    case .idStart: scalar.properties.isIDStart
    case .idContinue: scalar.properties.isIDContinue
    }
  }

  private static let binary: [String: ScalarProperty] = [
    "Any": .any, "ASCII": .ascii, "Assigned": .assigned, "Alphabetic": .alphabetic,
    "Alpha": .alphabetic, "Lowercase": .lowercase, "Lower": .lowercase, "Uppercase": .uppercase,
    "Upper": .uppercase, "White_Space": .whiteSpace, "space": .whiteSpace, "Emoji": .emoji,
    "ID_Start": .idStart, "IDS": .idStart, "ID_Continue": .idContinue, "IDC": .idContinue,
  ]

  /// Short and long names of each category; the group is the first letter of the short one.
  ///
  /// Source: PropertyValueAliases.txt of Unicode.
  private static let names: [(short: String, long: String, category: Unicode.GeneralCategory)] = [
    ("Lu", "Uppercase_Letter", .uppercaseLetter), ("Ll", "Lowercase_Letter", .lowercaseLetter),
    ("Lt", "Titlecase_Letter", .titlecaseLetter), ("Lm", "Modifier_Letter", .modifierLetter),
    ("Lo", "Other_Letter", .otherLetter), ("Mn", "Nonspacing_Mark", .nonspacingMark),
    ("Mc", "Spacing_Mark", .spacingMark), ("Me", "Enclosing_Mark", .enclosingMark),
    ("Nd", "Decimal_Number", .decimalNumber), ("Nl", "Letter_Number", .letterNumber),
    ("No", "Other_Number", .otherNumber), ("Pc", "Connector_Punctuation", .connectorPunctuation),
    ("Pd", "Dash_Punctuation", .dashPunctuation), ("Ps", "Open_Punctuation", .openPunctuation),
    ("Pe", "Close_Punctuation", .closePunctuation),
    ("Pi", "Initial_Punctuation", .initialPunctuation),
    ("Pf", "Final_Punctuation", .finalPunctuation), ("Po", "Other_Punctuation", .otherPunctuation),
    ("Sm", "Math_Symbol", .mathSymbol), ("Sc", "Currency_Symbol", .currencySymbol),
    ("Sk", "Modifier_Symbol", .modifierSymbol), ("So", "Other_Symbol", .otherSymbol),
    ("Zs", "Space_Separator", .spaceSeparator), ("Zl", "Line_Separator", .lineSeparator),
    ("Zp", "Paragraph_Separator", .paragraphSeparator), ("Cc", "Control", .control),
    ("Cf", "Format", .format), ("Cs", "Surrogate", .surrogate),
    ("Co", "Private_Use", .privateUse), ("Cn", "Unassigned", .unassigned),
  ]

  private static let groups = [
    "Letter": "L", "Mark": "M", "Combining_Mark": "M", "Number": "N", "Punctuation": "P",
    "punct": "P", "Symbol": "S", "Separator": "Z", "Other": "C", "digit": "Nd", "cntrl": "Cc",
  ]

  private static func category(_ name: String) -> ScalarProperty? {
    if name == "LC" || name == "Cased_Letter" {
      return .categories([.uppercaseLetter, .lowercaseLetter, .titlecaseLetter])
    }
    let short = groups[name] ?? name
    let found = names.filter {
      $0.short == short || $0.long == name || (short.utf8.count == 1 && $0.short.hasPrefix(short))
    }
    return found.isEmpty ? nil : .categories(Set(found.map(\.category)))
  }
}
