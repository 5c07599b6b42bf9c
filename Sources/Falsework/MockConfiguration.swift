// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkFaults
internal import FalseworkJournal
public import FalseworkMesh
public import FalseworkProtocol
public import FalseworkQueue

/// What a mock server is told.
public struct MockConfiguration: Sendable {
  /// The address to listen on.
  public var host = "127.0.0.1"
  /// The port to listen on; 0 asks the system for a free one.
  public var port = 0
  /// The folder that keeps everything, which is made if need be.
  public var stateFolder: String
  /// How long requests take.
  public var preset = TimingPreset.fast
  /// How the mock's time passes.
  public var time = ClockMode.running(speed: 1)
  /// The runners that the requests of a key to an application share; `nil` gives each its own.
  public var pool: RunnerPool?
  /// How many attempts at each request fail before one succeeds.
  public var failedAttemptCount = 0
  /// How long results are kept.
  public var retention = Retention()
  /// Which fal the mock is, where wire and documents differ.
  public var dialect = Dialect.observed
  /// The API keys that are let in; `nil` lets in every well-formed one that does not ask, by a name
  /// such as `locked`, to be refused (`KeyStanding`).
  public var keys: KeyRing?
  /// When webhooks are tried again; nil as the dialect has it.
  public var webhookSchedule: WebhookSchedule?
  /// Whether and where from files of inputs are downloaded; `nil` for not at all, when a URL stands
  /// for itself.
  public var inputFetching: InputFetching?
  /// A file that is served as it is in the place of every mesh, or a folder of such files.
  ///
  /// Of a folder's `.glb` files, the one that bears the name of the picture is served, or else one
  /// that the input chooses. With `nil`, meshes are made.
  public var cannedMeshes: String?
  /// How the files of meshes are put together.
  public var meshStyle = MeshStyle.faithful
  /// The scenarios that hold for whoever asks for no other.
  public var scenarios: [Scenario] = []
  /// The token that the control interface wants to be shown; `nil` for none.
  public var controlToken: String?
  /// How many bytes of memory the journal may take.
  public var journalBytesMax = Journal.bytesMaxDefault
  /// The seed of every draw.
  public var seed: UInt64 = 0
  /// Folders of OpenAPI documents besides the shipped ones; the last of an id wins.
  public var documentFolders: [String] = []

  /// Creates a configuration with the defaults.
  public init(stateFolder: String) {
    self.stateFolder = stateFolder
  }

  var policy: RunPolicy {
    RunPolicy(seed: seed, preset: preset, pool: pool, failedAttemptCount: failedAttemptCount)
  }
}
