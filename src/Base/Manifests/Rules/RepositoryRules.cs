using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Manifests.Rules;

/// <summary>Rules over an archive that is not Debian's, wherever a manifest names one.</summary>
public static class RepositoryRules
{
    /// <summary>Reports a key that is neither a file nor an address with a checksum or fingerprint.</summary>
    public static void Check(ManifestChecker check, IReadOnlyList<string> setting, RepositoryOptions repository)
    {
        var key = repository.Key;
        if (key.File is null == key.Url is null)
        {
            check.Error([.. setting, "key"], ErrorCodes.Conflict, "the key needs exactly one of 'file' and 'url'");
        }
        else if (key.Url is not null && key.Sha256 is null && key.Fingerprint is null)
        {
            check.Error(
                [.. setting, "key"], ErrorCodes.Conflict, "a key that is fetched needs 'sha256' or 'fingerprint'",
                "without one whoever answers at that address could have any package installed");
        }
    }
}
