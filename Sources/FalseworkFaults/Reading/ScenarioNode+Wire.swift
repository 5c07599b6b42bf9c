// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension ScenarioNode {
  /// A place in a reply: `start`, `head`, `anywhere` or an object with one key.
  func position() throws(ScenarioProblem) -> WirePosition {
    if let text = value.stringValue {
      switch text {
      case "start": return .start
      case "head": return .headEnd
      default:
        throw problem(
          "\(kind) is no place", "write start, head, or an object such as {content: 50%}")
      }
    }
    let members = try members(["head", "content", "before_end", "inside", "mesh_chunk"])
    guard members.names.count == 1, let name = members.names.first, let node = members[name] else {
      throw problem("a place is one of its keys", "write {content: 50%}, for example")
    }
    switch name {
    case "head": return .head(try node.size())
    case "before_end": return .beforeEnd(try node.size())
    case "inside": return .insideMember(try node.text())
    case "mesh_chunk": return .meshChunkEnd(try node.integer(in: 1...16))
    default:
      if let share = try node.share() { return .contentShare(share) }
      return .content(try node.size())
    }
  }

  /// A byte that changes: `anywhere`, or `{at: PLACE, mask: BITS}`.
  func corruption() throws(ScenarioProblem) -> WireFault.Corruption {
    if let text = value.stringValue {
      guard text == "anywhere" else {
        throw problem("\(kind) is no place", "write anywhere, or {at: {content: 100}}")
      }
      return WireFault.Corruption(at: .anywhere, mask: 1)
    }
    let members = try members(["at", "mask"])
    let mask = try members.read("mask") { node throws(ScenarioProblem) in
      try node.integer(in: 1...255)
    }
    guard let place = members["at"], place.value.stringValue != "anywhere" else {
      return WireFault.Corruption(at: .anywhere, mask: UInt8(mask ?? 1))
    }
    let position = try place.position()
    switch position {
    case .content, .contentShare, .insideMember, .beforeEnd, .anywhere:
      return WireFault.Corruption(at: position, mask: UInt8(mask ?? 1))
    case .start, .head, .headEnd, .meshChunkEnd:
      throw place.problem("only content is corrupted", "write {content: 100}, for example")
    }
  }

  /// A lie about the length: `none`, `{length: -10}` or `{malformed_chunk: PLACE}`.
  func framing() throws(ScenarioProblem) -> WireFault.Framing {
    if let text = value.stringValue {
      guard text == "none" else {
        throw problem("\(kind) is no framing", "write none, {length: 10} or {malformed_chunk: …}")
      }
      return .none
    }
    let members = try members(["length", "malformed_chunk"])
    guard members.names.count == 1 else {
      throw problem("a framing lies in one way", "keep length or malformed_chunk")
    }
    if let length = members["length"] {
      let offset = try length.integer(in: -Self.sizeMax...Self.sizeMax)
      guard offset != 0 else { throw length.problem("0 is no lie") }
      return .length(offset: offset)
    }
    return .malformedChunk(at: try members.required("malformed_chunk").position())
  }
}
