using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Sysctl;

/// <summary>Settings under <c>plugins.sysctl</c>.</summary>
public sealed record SysctlOptions
{
    /// <summary>Kernel parameters with their values: <c>vm.swappiness: 10</c>.</summary>
    [OtherKeys(Pattern = @"-?[A-Za-z0-9_*]+([./][A-Za-z0-9_*:-]+)+")]
    [RegularExpression("[^\n]+")]
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}
