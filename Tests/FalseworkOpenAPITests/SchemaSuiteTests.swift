// Falsework
// SPDX-License-Identifier: MIT

import Testing

@Suite(
  "The official JSON Schema tests",
  .enabled(if: SchemaSuite.folder != nil, SchemaSuite.isNeeded))
struct SchemaSuiteTests {
  /// How many tests of each part pass and how many are left out, in the pinned version.
  static let parts: [(SchemaSuite.Draft, SchemaSuite.Part, passed: Int, excluded: Int)] = [
    (SchemaSuite.draft4, .mandatory, 589, 21),
    (SchemaSuite.draft4, .optional, 100, 0),
    (SchemaSuite.draft4, .formats, 153, 0),
    (SchemaSuite.draft202012, .mandatory, 1206, 51),
    (SchemaSuite.draft202012, .optional, 153, 5),
    (SchemaSuite.draft202012, .formats, 426, 65),
  ]

  @Test("pass, all but the excluded", arguments: parts)
  func part(
    _ draft: SchemaSuite.Draft, _ part: SchemaSuite.Part, _ passed: Int, _ excluded: Int
  ) throws {
    let count = try SchemaSuite.run(draft, part)
    for failure in count.failures { Issue.record("\(failure)") }
    #expect(count.passed == passed)
    #expect(count.excluded == excluded)
    print(
      "JSON-Schema-Test-Suite \(draft.name) \(part): \(count.passed) passed,",
      "\(count.failures.count) failed, \(count.excluded) excluded")
  }
}

extension SchemaSuite {
  /// Everything that is not run, in both drafts.
  static let exclusions: [Exclusion] = [
    Exclusion(file: "refRemote.json", reason: .remoteReference),
    remote("definitions.json", "validate definition against metaschema"),
    remote("defs.json", "validate definition against metaschema"),
    remote("ref.json", "remote ref, containing refs itself"),
    remote("dynamicRef.json", "strict-tree schema, guards against misspelled properties"),
    remote(
      "dynamicRef.json", "tests for implementation dynamic anchor and reference link"),
    remote(
      "dynamicRef.json", "$ref and $dynamicAnchor are independent of order - $defs first"),
    remote("dynamicRef.json", "$ref and $dynamicAnchor are independent of order - $ref first"),
    remote("dynamicRef.json", "$ref to $dynamicRef finds detached $dynamicAnchor"),
    remote(
      "optional/cross-draft.json", "refs to historic drafts are processed as historic drafts"),
    Exclusion(
      file: "vocabulary.json",
      group: "schema that uses custom metaschema with with no validation vocabulary",
      reason: .ownMetaSchema),
    Exclusion(file: "optional/format-assertion.json", reason: .ownMetaSchema),
    Exclusion(file: "optional/format/idn-hostname.json", reason: .uncheckedFormat),
  ]

  private static func remote(_ file: String, _ group: String) -> Exclusion {
    Exclusion(file: file, group: group, reason: .remoteReference)
  }
}
