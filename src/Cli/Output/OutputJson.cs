using System.Text.Json;
using System.Text.Json.Serialization;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Cli.Matrix;
using BootstrapVz.Cli.Verbs;
using BootstrapVz.Common.Comparison;
using BootstrapVz.Common.Inspection;

namespace BootstrapVz.Cli.Output;

/// <summary>What <c>build --json</c> prints.</summary>
internal sealed record ResultDocument(
    IReadOnlyList<ImageFile> Images,
    IReadOnlyList<InstalledPackage> Packages,
    IReadOnlyDictionary<string, double> Phases,
    double Seconds,
    long? Epoch,
    string? Log);

/// <summary>What <c>plan --format json</c> prints.</summary>
internal sealed record PlanDocument(string Manifest, IReadOnlyList<PlanPhase> Phases, IReadOnlyList<PlanRemoved> Removed);

/// <summary>A phase with its tasks, in order.</summary>
internal sealed record PlanPhase(string Phase, IReadOnlyList<PlanEntry> Tasks);

/// <summary>A task, who added it and what it waits for.</summary>
internal sealed record PlanEntry(string Name, string Description, string AddedBy, IReadOnlyList<PlanWait> After);

/// <summary>An earlier task, and those not chosen that carry the order.</summary>
internal sealed record PlanWait(string Task, IReadOnlyList<string> Through);

/// <summary>A task that was taken out again.</summary>
internal sealed record PlanRemoved(string Name, string Description, string RemovedBy);

/// <summary>What <c>verify --format json</c> prints.</summary>
internal sealed record VerifyDocument(bool Identical, IReadOnlyList<BuiltTwice> Images);

/// <summary>How the program's own JSON looks.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ResultDocument))]
[JsonSerializable(typeof(CellDocument))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(ImageComparison))]
[JsonSerializable(typeof(VerifyDocument))]
[JsonSerializable(typeof(ImageReport))]
internal sealed partial class OutputJson : JsonSerializerContext;
