// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkHTTP

extension WireFault {
  /// How much of the content has to be at hand to find the places.
  public enum ContentNeed: Sendable, Hashable {
    /// Nothing.
    case none
    /// So many bytes from its beginning.
    case prefix(Int)
    /// All of it.
    case whole
  }

  /// How much of the content has to be at hand to find the places.
  public var contentNeed: ContentNeed {
    let positions = stops.map(\.position) + pauses.map(\.position) + corruptions.map(\.position)
    if positions.contains(where: \.isInsideMember) || malformedPosition?.isInsideMember == true {
      return .whole
    }
    // A chunk of binary glTF can stand anywhere, but those of a mesh's head are near its beginning.
    let needsChunk = (positions + [malformedPosition].compactMap(\.self)).contains {
      if case .meshChunkEnd = $0 { true } else { false }
    }
    return needsChunk ? .prefix(MeshChunks.prefixBytes) : .none
  }

  private var malformedPosition: WirePosition? {
    if case .malformedChunk(let position)? = framing { position } else { nil }
  }

  /// Returns the plan for a reply.
  ///
  /// `content` is as much of it as ``contentNeed`` asks for, and `contentBytes` the length of all,
  /// `nil` for a stream. A place that the content does not have is left out of the plan: then what
  /// was to be there is missed.
  public func plan(content: [UInt8]? = nil, contentBytes: Int? = nil) -> WirePlan {
    let places = Places(content: content, bytes: contentBytes)
    var plan = WirePlan()
    plan.substitute = substitute
    plan.pace = pace.map { WirePlan.Pace(bytes: $0.bytes, every: $0.interval) }
    plan.pauses = pauses.compactMap { pause in
      places.point(pause.position).map { WirePlan.Pause(at: $0, for: pause.duration) }
    }
    plan.alterations = corruptions.compactMap { corruption in
      places.offset(corruption.position).map {
        WirePlan.Alteration(offset: $0, mask: corruption.mask)
      }
    }
    switch framing {
    case .length(let offset)?: plan.framing = .length(offset: offset)
    case .none?: plan.framing = .none
    case .malformedChunk(let position)?:
      if let offset = places.offset(position) { plan.framing = .malformedChunk(at: offset) }
    case nil: break
    }
    let found = stops.compactMap { stop in
      places.point(stop.position).map { WirePlan.Stop(at: $0, stop.ending) }
    }
    plan.stop = found.min { places.order($0.point) < places.order($1.point) }
    return plan
  }
}

extension WirePosition {
  fileprivate var isInsideMember: Bool {
    if case .insideMember = self { true } else { false }
  }
}

/// Where positions lie in one reply.
private struct Places {
  let content: [UInt8]?
  let bytes: Int?

  func point(_ position: WirePosition) -> WirePlan.Point? {
    switch position {
    case .start: .start
    case .head(let bytes): .head(bytes)
    case .headEnd: .content(0)
    case .content(let bytes): .content(bytes)
    case .contentShare(let share): .contentShare(share)
    case .beforeEnd(let bytes): .beforeEnd(bytes)
    case .anywhere: .contentShare(0.5)
    case .insideMember, .meshChunkEnd: offset(position).map(WirePlan.Point.content)
    }
  }

  /// The offset of a byte of the content; `nil` where it has none there, or nobody knows.
  func offset(_ position: WirePosition) -> Int? {
    switch position {
    case .start, .head: return nil
    case .headEnd: return 0
    case .content(let bytes): return bytes
    case .contentShare(let share):
      guard let bytes, bytes > 0 else { return nil }
      return min(bytes - 1, Int(Double(bytes) * share))
    case .anywhere: return offset(.contentShare(0.5))
    case .beforeEnd(let last):
      guard let bytes, bytes > 0 else { return nil }
      return max(0, bytes - max(1, last))
    case .insideMember(let name): return content.flatMap { Self.inside(name, of: $0) }
    case .meshChunkEnd(let number):
      return content.flatMap { MeshChunks.end(ofChunk: number, in: $0) }
    }
  }

  /// A number that grows with the place in the reply, as far as that is known.
  func order(_ point: WirePlan.Point) -> Double {
    let length = Double(bytes ?? Int.max >> 1)
    switch point {
    case .start: return -2
    case .head(let bytes): return -1 - 1 / (Double(max(0, bytes)) + 1)
    case .content(let bytes): return Double(bytes)
    case .contentShare(let share): return length * share
    case .beforeEnd(let last): return max(0, length - Double(last))
    }
  }

  /// The middle of the value behind the first `"name":` of a JSON text.
  private static func inside(_ name: String, of content: [UInt8]) -> Int? {
    let quoted = Array("\"\(name)\"".utf8)
    guard let key = content.firstRange(of: quoted),
      let colon = content[key.upperBound...].firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    let ends: [UInt8] = Array(",}]".utf8)
    var (end, isText) = (colon + 1, false)
    while end < content.count {
      if content[end] == UInt8(ascii: "\"") { isText.toggle() }
      if !isText, ends.contains(content[end]) { break }
      end += 1
    }
    return colon + 1 + (end - colon - 1 + 1) / 2
  }
}

/// The chunks of binary glTF: a head of 12 bytes, then chunks with heads of 8 (glTF 2.0 §4.4).
private enum MeshChunks {
  /// As much of a file as is needed to find the end of its first chunk, which is all that a prefix
  /// can promise.
  static let prefixBytes = 64 << 10

  static func end(ofChunk number: Int, in content: [UInt8]) -> Int? {
    guard content.starts(with: Array("glTF".utf8)) else { return nil }
    var offset = 12
    for _ in 0..<number {
      guard offset + 8 <= content.count else { return nil }
      let length = (0..<4).reduce(0) { $0 | Int(content[offset + $1]) << (8 * $1) }
      offset += 8 + length
    }
    return offset
  }
}
