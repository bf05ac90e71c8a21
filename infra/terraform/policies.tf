# Who may do what. The documents are those of infra/access, which any other S3 service gets too and the tests enforce on
# Ceph RGW. A role has no policy of its own: what the bucket's policy does not allow it, it may not do.

locals {
  identities = ["harvester", "publisher", "reader"]

  access = {
    bucket    = aws_s3_bucket.data.bucket
    root      = var.root
    harvester = aws_iam_role.role["harvester"].arn
    publisher = aws_iam_role.role["publisher"].arn
    reader    = aws_iam_role.role["reader"].arn
  }

  statements = concat(
    jsondecode(templatefile("${path.module}/../access/bucket-policy.json", local.access)).Statement,
    jsondecode(templatefile("${path.module}/../access/conditional-writes.json", local.access)).Statement,
  )
}

data "aws_iam_policy_document" "assume" {
  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = var.trusted_principals
    }
  }
}

resource "aws_iam_role" "role" {
  for_each             = toset(local.identities)
  name                 = "${var.bucket}-${each.key}"
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  max_session_duration = 43200
}
