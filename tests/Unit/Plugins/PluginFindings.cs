using System.Text.Json.Nodes;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Test.Testing;

namespace BootstrapVz.Test.Unit.Plugins;

/// <summary>What validation says of a plugin's section beyond what the settings alone forbid.</summary>
internal static class PluginFindings
{
    /// <param name="plugin">The plugin.</param>
    /// <param name="section">Its section, as JSON.</param>
    /// <param name="release">The manifest's release.</param>
    /// <param name="change">What else is different in the manifest.</param>
    /// <returns>The errors, each with its hint.</returns>
    public static IReadOnlyList<string> Of(string plugin, string section, string release = SettingCase.DefaultRelease, Action<JsonObject>? change = null)
    {
        var manifest = new SettingCase(plugin, "plugins/" + plugin, section, IsValid: true) { Release = release }.Manifest();
        change?.Invoke(manifest);
        var folder = Directory.CreateTempSubdirectory("plugin");
        try
        {
            var path = Path.Combine(folder.FullName, "m.json");
            File.WriteAllText(path, manifest.ToJsonString());
            return [.. ManifestReader.Check(path, PluginCases.Catalog).Diagnostics.Where(finding => finding.Severity == Severity.Error).Select(finding => $"{finding.Message}; {finding.Hint}")];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
