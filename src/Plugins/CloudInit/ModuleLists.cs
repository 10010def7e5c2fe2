using System.Text.RegularExpressions;
using BootstrapVz.Base.Errors;
using YamlDotNet.RepresentationModel;

namespace BootstrapVz.Plugins.CloudInit;

/// <summary>What Debian's /etc/cloud/cloud.cfg says, as far as the manifest changes it.</summary>
internal sealed class PackagedConfig
{
    private readonly YamlMappingNode _root;

    public PackagedConfig(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        _root = (YamlMappingNode)stream.Documents[0].RootNode;
    }

    /// <summary>The groups of the default user.</summary>
    public IReadOnlyList<string> Groups => [.. Items("system_info", "default_user", "groups").Select(NameOf)];

    /// <summary>The modules of a stage.</summary>
    public IReadOnlyList<CloudModule> Modules(string stage) => [.. Items(stage).Select(item => new CloudModule(item))];

    /// <summary>A scalar's text, or the first one of a list: a module with how often it runs is a list.</summary>
    public static string NameOf(YamlNode node) => node is YamlSequenceNode list ? NameOf(list[0]) : ((YamlScalarNode)node).Value!;

    private IEnumerable<YamlNode> Items(params string[] path)
    {
        YamlNode node = _root;
        foreach (var key in path)
            node = node is YamlMappingNode mapping && mapping.Children.TryGetValue(key, out var value) ? value : throw new BuildException($"'{string.Join('.', path)}' is not in the cloud.cfg of package cloud-init");
        return (YamlSequenceNode)node;
    }
}

/// <summary>A module in a list of cloud.cfg.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Words">The words the list has for it: its name, and how often it runs where that is said.</param>
internal sealed record CloudModule(string Name, IReadOnlyList<string> Words)
{
    public CloudModule(YamlNode node)
        : this(PackagedConfig.NameOf(node), node is YamlSequenceNode list ? [.. list.Select(PackagedConfig.NameOf)] : [PackagedConfig.NameOf(node)])
    {
    }
}

/// <summary>The lists of modules with what the manifest adds and takes away.</summary>
internal static class ModuleLists
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    /// <summary>The stages with what the manifest adds to each.</summary>
    public static IReadOnlyList<(string Stage, IReadOnlyList<ModuleOptions> Enabled)> Stages(CloudInitOptions options) =>
    [
        ("cloud_init_modules", options.EnableModules.CloudInitModules),
        ("cloud_config_modules", options.EnableModules.CloudConfigModules),
        ("cloud_final_modules", options.EnableModules.CloudFinalModules),
    ];

    /// <summary>Whether the manifest disables a module.</summary>
    public static bool IsDisabled(string module, CloudInitOptions options) => options.DisableModules.Any(pattern => Matches(pattern, module));

    /// <summary>A stage's modules.</summary>
    public static IReadOnlyList<CloudModule> Of(IEnumerable<CloudModule> packaged, IReadOnlyList<ModuleOptions> enabled, CloudInitOptions options)
    {
        var modules = packaged.Where(module => !IsDisabled(module.Name, options)).ToList();
        foreach (var module in enabled)
        {
            var there = modules.FindIndex(other => Normal(other.Name) == Normal(module.Module));
            var entry = there < 0 ? new CloudModule(module.Module, [module.Module]) : modules[there];
            if (there >= 0)
                modules.RemoveAt(there);
            modules.Insert(Math.Clamp((module.Position ?? int.MaxValue) - 2, 0, modules.Count), entry);
        }

        return modules;
    }

    /// <summary>Whether a pattern is of a module.</summary>
    public static bool Matches(string pattern, string module) =>
        Regex.IsMatch(Normal(module), $@"^(?:{Normal(pattern)})\z", RegexOptions.ExplicitCapture, LongestMatch);

    // cloud-init takes either for the other: cloudinit/config/modules.py, form_module_name.
    private static string Normal(string name) => name.Replace('-', '_');
}
