using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.MotdRelease;

/// <summary>Settings under <c>plugins.motd_release</c>; all of them may hold manifest variables.</summary>
public sealed record MotdReleaseOptions
{
    /// <summary>The image's variant, <c>VARIANT</c> in os-release(5): <c>Web server</c>.</summary>
    [Variables]
    [RegularExpression("[^\"\\\\$`\n]+")]
    public string? Variant { get; init; }

    /// <summary>The variant as a word for programs, <c>VARIANT_ID</c> in os-release(5): <c>web-server</c>.</summary>
    [Variables]
    [RegularExpression("[a-z0-9._{}-]+")]
    public string? VariantId { get; init; }

    /// <summary>What identifies this build, <c>BUILD_ID</c> in os-release(5).</summary>
    [Variables]
    [RegularExpression("[^\"\\\\$`\n]+")]
    public string? BuildId { get; init; }

    /// <summary>What stands above the login prompt, before the machine's own line.</summary>
    [Variables]
    public string? Issue { get; init; }

    /// <summary>What is shown after login.</summary>
    [Variables]
    public string? Motd { get; init; }
}
