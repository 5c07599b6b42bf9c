// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension StrictCompiler {
  /// A schema that a reference leads to.
  struct Target {
    let id: StrictID
    let pointer: JSONPointer
    /// The name in the fragment, when a `$dynamicAnchor` gave it.
    let dynamicAnchor: String?
  }

  /// Finds the schema that a reference names, within the document only.
  mutating func follow(_ reference: DocumentNode) throws(OpenAPIError) -> Target {
    let text = try reference.string()
    let home = index.resource(of: reference.pointer)
    let uri = URIReference(text)
    let target = uri.resolved(against: index.bases[home]).withoutFragment
    let isLocal = text.utf8.first == UInt8(ascii: "#")
    let name = isLocal ? index.bases[home].withoutFragment : target
    guard let root = index.root(of: name) else { throw reference.failure(.remoteReference(text)) }
    let fragment = uri.fragment ?? ""
    let anchor = ResourceIndex.Anchor(resource: root.resource, name: fragment)
    var pointer = root.pointer
    if fragment.utf8.first == UInt8(ascii: "/") {
      guard let inner = try? JSONPointer(fragment: "#" + fragment) else {
        throw reference.failure(.malformedReference(text))
      }
      pointer.tokens += inner.tokens
    } else if !fragment.isEmpty {
      guard let place = index.anchors[anchor] else {
        throw reference.failure(.danglingReference(text))
      }
      pointer = place
    }
    guard let value = pointer.evaluate(in: document) else {
      throw reference.failure(.danglingReference(text))
    }
    let id = add(DocumentNode(value: value, pointer: pointer))
    let isDynamic = index.dynamicAnchors[anchor] != nil
    return Target(id: id, pointer: pointer, dynamicAnchor: isDynamic ? fragment : nil)
  }

  mutating func followDynamically(
    _ reference: DocumentNode
  ) throws(OpenAPIError) -> (StrictID, String?) {
    hasDynamicReference = true
    let target = try follow(reference)
    return (target.id, target.dynamicAnchor)
  }
}
