// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

// Theory of operation
//
// The observed reading asks what type a Python programmer wrote, and has a graph of such types.
// JSON Schema asks something else: a schema is a list of assertions that all hold for themselves,
// and one that joins `type` with `anyOf` and `not` is no type at all. So the strict reading has a
// form of its own beside the other one, compiled from the same places of the same document.

/// The number of a schema in its graph.
struct StrictID: Sendable, Hashable {
  let index: Int
}

/// All schemas of a document as lists of assertions.
struct StrictGraph: Sendable {
  let schemas: [StrictSchema]
  let ids: [JSONPointer: StrictID]
  /// For each resource the schemas that `$dynamicAnchor` names in it.
  let dynamicAnchors: [[String: StrictID]]
  let hasDynamicAnchors: Bool
  /// Whether any schema asks what others have looked at.
  let tracksEvaluation: Bool
  /// Whether `1.0` is no integer.
  let tellsIntegersBySpelling: Bool
}
