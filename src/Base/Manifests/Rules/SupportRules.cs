using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Binding;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Base.Manifests.Rules;

/// <summary>Rules that hold base settings against what the provider says it can build.</summary>
internal static class SupportRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        Supported("volume/backing", options => options.Volume.Backing, support => support.Backings),
        new(["volume/formats"], FormatsAreSupported),
        Supported("volume/partitions/type", options => options.Volume.Partitions.Type, support => support.PartitionMaps),
        Supported("system/bootloader", options => options.System.Bootloader, support => support.Bootloaders),
        Supported("system/architecture", options => options.System.Architecture, support => support.Architectures),
    ];

    private static void FormatsAreSupported(ManifestDraft draft, ManifestChecker check)
    {
        if (draft.Support is not { } support)
            return;
        foreach (var (index, format) in draft.Options!.Volume.Formats.Index().Where(format => !support.Backings.Contains(format.Item)))
        {
            check.Error(["volume", "formats", $"{index}"], ErrorCodes.NotSupported,
                $"provider '{draft.ProviderName}' makes no images of the kind {format.Quoted()}", "it has " + string.Join(", ", support.Backings));
        }
    }

    private static Rule Supported(string setting, Func<BaseOptions, string> value, Func<ProviderSupport, IReadOnlyList<string>> supported) =>
        new([setting], (draft, check) =>
        {
            if (draft.Support is not { } support || supported(support).Contains(value(draft.Options!)))
                return;
            var path = setting.Split('/');
            check.Error(path, ErrorCodes.NotSupported, $"provider '{draft.ProviderName}' has no {path.AsPath()} {value(draft.Options!).Quoted()}", "it has " + string.Join(", ", supported(support)));
        });
}
