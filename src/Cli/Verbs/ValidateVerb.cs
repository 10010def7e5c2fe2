using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Units;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>validate MANIFEST...</c>: every error of every manifest at once.</summary>
internal static class ValidateVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var manifests = new Argument<string[]>("MANIFEST") { Description = "Manifests, YAML or JSON.", Arity = ArgumentArity.OneOrMore };
        var plugins = SharedOptions.PluginPath();
        var command = new Command("validate", "Checks manifests and says everything that is wrong with them.") { manifests, plugins };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetRequiredValue(manifests), parsed.GetRequiredValue(plugins), terminal, ct));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> manifests, IReadOnlyList<string> plugins, Terminal terminal, CancellationToken ct)
    {
        var known = KnownUnits.Load(terminal, plugins);
        var host = ThisHost.Quiet;
        var code = ExitCode.Success;
        foreach (var path in manifests)
        {
            var report = await ManifestReader.CheckAsync(path, known.Catalog, host, ct: ct);
            foreach (var diagnostic in report.Diagnostics)
                await terminal.Error.WriteLineAsync(diagnostic.ToString().AsMemory(), ct);
            if (report.Manifest is { } manifest)
            {
                _ = known.Plan(manifest);
                await terminal.Out.WriteLineAsync($"{path}: valid".AsMemory(), ct);
            }
            else
            {
                code = ExitCode.InvalidManifest;
            }
        }

        return code.Code();
    }
}
