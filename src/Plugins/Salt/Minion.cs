using System.Text.Json;
using System.Text.Json.Nodes;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.Salt;

/// <summary>Adds the archive that Salt comes from.</summary>
[Task(Phase.Preparation, "Adding Salt's archive")]
[After<AddDefaultSources>]
[Before<PackagesQueued>]
internal sealed class AddSaltRepository(SaltOptions options) : AddRepository("salt", options.Repository!);

/// <summary>Queues Salt's minion, and the package of the same archive that it shares with others where a version is named.</summary>
[Task(Phase.Preparation, "Adding Salt's minion")]
[After<AddSaltRepository>]
[Before<PackagesQueued>]
internal sealed class AddSaltMinion(SaltOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        // The minion wants the very version of salt-common, which apt would otherwise take the newest of.
        foreach (var package in options.Version is null ? (string[])["salt-minion"] : ["salt-minion", "salt-common"])
            build.Packages.Add(options.Version is { } version ? $"{package}={version}*" : package); // the beginning of one: apt-pkg/versionmatch.cc
        return Task.CompletedTask;
    }
}

/// <summary>Tells the minion its master.</summary>
[Task(Phase.SystemModification, "Setting Salt's master")]
[Touches("/etc/salt")]
internal sealed class SetSaltMaster(SaltOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Root.WriteTextAsync("/etc/salt/minion.d/master.conf", YamlLine.Of("master", JsonValue.Create(options.Master)), ct: ct);
}

/// <summary>Writes the grains.</summary>
[Task(Phase.SystemModification, "Setting Salt's grains")]
[Touches("/etc/salt")]
internal sealed class SetSaltGrains(SaltOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Root.WriteTextAsync("/etc/salt/grains", string.Concat(options.Grains.Select(grain => YamlLine.Of(grain.Key.Value, grain.Value))), ct: ct);
}

/// <summary>A line of YAML whose key and value are JSON, which YAML is a superset of: YAML 1.2, section 1.3. Quoted, no word is taken for a truth value.</summary>
internal static class YamlLine
{
    public static string Of(string key, JsonNode? value) => $"{JsonSerializer.Serialize(key)}: {value?.ToJsonString() ?? "null"}\n";
}
