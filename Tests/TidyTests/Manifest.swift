// Falsework
// SPDX-License-Identifier: MIT

/// What the package manifest declares, read from its text.
///
/// Reads the calls `room(…)`, `tests(…)`, `support(…)`, `.systemLibrary(…)` and
/// `.executableTarget(…)`: the first literal is the name, later ones are dependencies, and so are
/// the constants that stand for products of packages.
struct Manifest {
  /// The dependencies of each target of the sources, in the order of the manifest.
  private(set) var rooms: [(name: String, dependencies: Set<String>)] = []
  /// The dependencies of each target of the tests.
  private(set) var tests: [(name: String, dependencies: Set<String>)] = []

  init(_ file: SourceFile) {
    let text = file.uncommented.joined(separator: "\n")
    let products = Self.products(text)
    for call in Self.calls(text) {
      let target = Self.target(call.arguments, products)
      switch call.function {
      case "tests", "support": tests.append(target)
      default: rooms.append(target)
      }
    }
  }

  /// Returns the module of each constant of the form `let name: Target.Dependency = .product(…)`.
  private static func products(_ text: String) -> [String: String] {
    var products: [String: String] = [:]
    for part in text.split(separator: "let ").dropFirst() {
      guard let end = part.firstRange(of: ": Target.Dependency = .product")?.lowerBound,
        let module = literals(part[end...]).first
      else { continue }
      products[String(part[..<end])] = module
    }
    return products
  }

  private static func calls(_ text: String) -> [(function: String, arguments: Substring)] {
    let functions = ["room", "tests", "support", "systemLibrary", "executableTarget"]
    var calls: [(function: String, arguments: Substring)] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "(") {
      let name = String(rest[..<open].reversed().prefix { $0.isLetter }.reversed())
      let isDeclaration = rest[..<open].dropLast(name.count).hasSuffix("func ")
      rest = rest[rest.index(after: open)...]
      guard functions.contains(name), !isDeclaration else { continue }
      calls.append((name, arguments(rest)))
    }
    return calls
  }

  /// Returns the text up to the parenthesis that closes a call.
  private static func arguments(_ text: Substring) -> Substring {
    var depth = 1
    let end = text.firstIndex { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return depth == 0
    }
    return text[..<(end ?? text.endIndex)]
  }

  private static func target(
    _ arguments: Substring, _ products: [String: String]
  ) -> (name: String, dependencies: Set<String>) {
    let others = ["resources:", "pkgConfig:", "swiftSettings:"]
    let end = others.compactMap { arguments.firstRange(of: $0)?.lowerBound }.min()
    let arguments = arguments[..<(end ?? arguments.endIndex)]
    let literals = literals(arguments)
    let words = arguments.split { !($0.isLetter || $0.isNumber) }.map(String.init)
    let dependencies = literals.dropFirst() + words.compactMap { products[$0] }
    return (literals.first ?? "", Set(dependencies))
  }

  private static func literals(_ text: Substring) -> [String] {
    text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }
}
